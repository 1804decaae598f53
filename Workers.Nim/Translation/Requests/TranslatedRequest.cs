using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>What goes upstream, and what the way back needs to know of it.</summary>
internal sealed record TranslatedRequest(ChatRequest Chat, AnswerContext Answer);

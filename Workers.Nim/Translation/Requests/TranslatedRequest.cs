using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>A request that was translated once, for whatever model it goes to.</summary>
/// <param name="Chat">What goes upstream, before anything is known of the model.</param>
/// <param name="Answer">What the way back needs to know.</param>
/// <param name="Estimate">The size of the prompt.</param>
internal sealed record TranslatedRequest(ChatRequest Chat, AnswerContext Answer, TokenEstimate Estimate);

using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A request as OpenAI's chat completions.</summary>
internal sealed class ChatUpstreamRequest(TranslatedRequest translated, UpstreamModel model) : IUpstreamRequest
{
    public string? Beta => null;

    public ReadOnlyMemory<byte> ToBody() => (translated.Chat with { Model = model.Id }).ToUtf8();

    public IAnswer BeginAnswer(IMessageEventSink events) => new AnswerTranslator(translated.Answer, events);

    public void Answered(IAnswer answer)
    {
    }
}

using Pipeline.Contracts.Commands;
using Pipeline.Tokens;
using Pipeline.Transport.Frames.Events;

namespace Pipeline.Workers.Optimizer.Answers;

/// <summary>Writes the whole message that answers a command.</summary>
internal sealed class LocalAnswers(IEnumerable<ILocalAnswer> answers, ITokenizer tokenizer)
{
    private readonly Dictionary<LocalAnswerKind, ILocalAnswer> _answers =
        answers.SelectMany(answer => answer.Kinds.Select(kind => (kind, answer))).ToDictionary(pair => pair.kind, pair => pair.answer);

    /// <summary>The message's events, in order.</summary>
    /// <exception cref="NotSupportedException">Nobody here knows the kind, as a newer ingress may ask for.</exception>
    public EventBuffer Write(AnswerLocally command)
    {
        if (!_answers.TryGetValue(command.Kind, out var answer)) throw new NotSupportedException($"This worker knows no answer of kind {command.Kind}.");

        return WriteMessage(command, answer.Write(command));
    }

    private EventBuffer WriteMessage(AnswerLocally command, string text)
    {
        var usage = new AnswerUsage(command.InputTokens, tokenizer.CountTokens(text), CachedTokens: 0);
        var events = new EventBuffer();
        var writer = new EventWriter($"msg_{Guid.CreateVersion7():N}", command.RequestedModel, events);
        writer.MessageStart(usage);
        writer.TextStart(0);
        if (text.Length > 0) writer.TextDelta(0, text);
        writer.Stop(0);
        writer.MessageDelta(new StopReason("end_turn"), usage);
        writer.MessageStop();
        return events;
    }
}

using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.TestKit.Grammar;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Native;

/// <summary>One relayed answer; its events have been through the grammar.</summary>
internal sealed record Relayed(AnswerEnd End, FoldedMessage Message, IReadOnlyList<string> Events, IAnswer Answer)
{
    public static AnswerContext Context => Answers.Answer.Context;

    /// <summary>Relays a stream whose connection just ends.</summary>
    public static Relayed To(params IEnumerable<string> payloads) => To(Context, payloads);

    /// <summary>Relays a stream whose connection just ends.</summary>
    public static Relayed To(AnswerContext context, params IEnumerable<string> payloads) => Relay(context, payloads, done: false);

    /// <summary>Relays a stream that ends with <c>[DONE]</c>.</summary>
    public static Relayed Done(params IEnumerable<string> payloads) => Relay(Context, payloads, done: true);

    private static Relayed Relay(AnswerContext context, IEnumerable<string> payloads, bool done)
    {
        var sink = new EventSink();
        var answer = new NativeAnswer(context, sink);
        foreach (var payload in payloads) Assert.Null(answer.Accept(Encoding.UTF8.GetBytes(payload)));

        var end = answer.Finish(done);
        Assert.Equal(sink.Events.Count > 0, answer.HasContent);
        return new Relayed(end, Fold(end, sink.Events), sink.Events, answer);
    }

    private static FoldedMessage Fold(AnswerEnd end, IReadOnlyList<string> events)
    {
        if (end == AnswerEnd.Complete) return MessageGrammar.Check(events).EnsureComplete();
        if (end == AnswerEnd.Empty) Assert.Empty(events);

        // As the caller goes on.
        return MessageGrammar.Check(events.Append(Grammar.Events.Error)).EnsureValid();
    }
}

/// <summary>Keeps events, and checks that each is announced as what it is and fits on one line.</summary>
internal sealed class EventSink : IMessageEventSink
{
    private readonly List<string> _events = [];

    public IReadOnlyList<string> Events => _events;

    public void Write(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var json = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(payload.Span);
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(kind.ToString(), parsed.RootElement.GetProperty("type").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        Assert.DoesNotContain('\n', json);
        Assert.DoesNotContain('\r', json);
        _events.Add(json);
    }
}

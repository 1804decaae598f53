using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.TestKit.Grammar;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

/// <summary>One translated answer; its events have been through the grammar.</summary>
internal sealed record Answer(AnswerEnd End, FoldedMessage Message, IReadOnlyList<string> Events)
{
    public static AnswerContext Context { get; } = new()
    {
        MessageId = "msg_1",
        RequestedModel = "claude-opus-4-5",
        EstimatedInputTokens = 100,
        ShowThinking = true,
        ToolNames = new HashSet<string>(StringComparer.Ordinal) { "Bash", "Read", "Write", "TodoWrite", "Agent", "Task", "TaskOutput" },
        ForegroundTools = new HashSet<string>(StringComparer.Ordinal) { "Agent", "Task" },
        StopSequences = ["STOP"],
        ToolSchemas = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["Write"] = Schema("""{"properties":{"content":{"type":"string"},"mode":{"type":["integer","null"]},"force":{"type":"boolean"}}}"""),
            ["TodoWrite"] = Schema("""{"properties":{"todos":{"anyOf":[{"type":"array"},{"type":"string"}]}}}"""),
        },
    };

    /// <summary>Translates a stream that ends with <c>[DONE]</c>.</summary>
    public static Answer To(params string[] payloads) => To(Context, payloads);

    /// <summary>Translates a stream that ends with <c>[DONE]</c>.</summary>
    public static Answer To(AnswerContext context, params IEnumerable<string> payloads) => Translate(context, payloads, done: true);

    /// <summary>Translates a stream whose connection just ends.</summary>
    public static Answer Cut(params string[] payloads) => Translate(Context, payloads, done: false);

    private static Answer Translate(AnswerContext context, IEnumerable<string> payloads, bool done)
    {
        var sink = new EventList();
        var translator = new AnswerTranslator(context, sink);
        foreach (var payload in payloads) Assert.Null(translator.Accept(Encoding.UTF8.GetBytes(payload)));

        var end = translator.Finish(done);
        Assert.Equal(sink.Events.Count > 0, translator.HasContent);
        return new Answer(end, Fold(end, sink.Events), sink.Events);
    }

    private static FoldedMessage Fold(AnswerEnd end, IReadOnlyList<string> events)
    {
        if (end == AnswerEnd.Complete) return MessageGrammar.Check(events).EnsureComplete();
        if (end == AnswerEnd.Empty) Assert.Empty(events);

        // As the caller goes on.
        var failed = events.Append("""{"type":"error","error":{"type":"overloaded_error","message":"The upstream broke off."}}""");
        return MessageGrammar.Check(failed).EnsureValid();
    }

    private static JsonElement Schema(string json) => JsonDocument.Parse(json).RootElement.Clone();
}

/// <summary>Keeps events, and checks that each is announced as what it is.</summary>
internal sealed class EventList : IMessageEventSink
{
    private static readonly Dictionary<FrameKind, string> Types = new()
    {
        [FrameKind.MessageStart] = "message_start",
        [FrameKind.ContentBlockStart] = "content_block_start",
        [FrameKind.ContentBlockDelta] = "content_block_delta",
        [FrameKind.ContentBlockStop] = "content_block_stop",
        [FrameKind.MessageDelta] = "message_delta",
        [FrameKind.MessageStop] = "message_stop",
    };

    private readonly List<string> _events = [];

    public IReadOnlyList<string> Events => _events;

    public void Write(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var json = Encoding.UTF8.GetString(payload.Span);
        Assert.StartsWith($"{{\"type\":\"{Types[kind]}\"", json, StringComparison.Ordinal);
        _events.Add(json);
    }
}

using System.Text.Json;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// The answers that arrive while they are written (<c>stream_event</c> lines): their deltas become events at once, and
/// what they have given is remembered, as the CLI prints each block again when it is whole.
/// </summary>
internal sealed class StreamedAnswers
{
    // One answer at a time for each conversation; only those of sub-agents can be many.
    private const int MostConversations = 64;

    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    public IEnumerable<TranscriptEvent> Read(JsonElement line)
    {
        if (line.Member("event") is not { } streamed) return [];

        var parent = line.Text("parent_tool_use_id");
        return streamed.Text("type") switch
        {
            "message_start" => Begin(parent, streamed),
            "content_block_start" => Block(parent, streamed.Member("content_block")),
            "content_block_delta" => Block(parent, streamed.Member("delta")),
            "message_delta" => End(parent, streamed),
            _ => [],
        };
    }

    /// <summary>Whether the answer's text (or thinking) has been given already.</summary>
    public bool HasText(string? parent, string? messageId) => Given(parent, messageId)?.Text == true;

    /// <inheritdoc cref="HasText"/>
    public bool HasThinking(string? parent, string? messageId) => Given(parent, messageId)?.Thinking == true;

    /// <summary>A whole message has come: one that is not the answer under way says that this broke off.</summary>
    public IEnumerable<TranscriptEvent> Meet(string? parent, string? messageId)
    {
        if (messageId is null || !_answers.TryGetValue(parent ?? "", out var answer)) return [];

        return answer.MessageId is null || answer.MessageId == messageId ? [] : BreakOff(answer, parent);
    }

    private Answer? Given(string? parent, string? messageId) =>
        messageId is not null && _answers.TryGetValue(parent ?? "", out var answer) && answer.MessageId == messageId ? answer : null;

    private IEnumerable<TranscriptEvent> Begin(string? parent, JsonElement streamed)
    {
        var message = streamed.Member("message");
        _answers.TryGetValue(parent ?? "", out var previous);
        if (_answers.Count >= MostConversations && previous is null) _answers.Clear();
        _answers[parent ?? ""] = new Answer { MessageId = message?.Text("id"), Usage = TokenCounts.Of(message?.Member("usage")) };
        return previous is null ? [] : BreakOff(previous, parent);
    }

    private static IEnumerable<TranscriptEvent> BreakOff(Answer answer, string? parent)
    {
        if (answer.Ended) return [];

        answer.Ended = true;
        return answer.Text || answer.Thinking ? [new StatusReported { Text = "The answer broke off and begins anew.", ParentToolUseId = parent }] : [];
    }

    private IEnumerable<TranscriptEvent> Block(string? parent, JsonElement? block)
    {
        if (block is not { } part || !_answers.TryGetValue(parent ?? "", out var answer)) return [];

        if (part.Text("text") is { Length: > 0 } text)
        {
            answer.Text = true;
            return Events.Text(text, parent);
        }

        if (part.Text("thinking") is not { Length: > 0 } thinking) return [];

        answer.Thinking = true;
        return Events.Thinking(thinking, parent);
    }

    private IEnumerable<TranscriptEvent> End(string? parent, JsonElement streamed)
    {
        if (!_answers.TryGetValue(parent ?? "", out var answer)) return [];

        answer.Ended = true;
        return [new UsageReported { Usage = TokenCounts.Update(answer.Usage, streamed.Member("usage")), ParentToolUseId = parent }];
    }

    private sealed class Answer
    {
        public required string? MessageId { get; init; }

        public required TokenCount Usage { get; init; }

        public bool Text { get; set; }

        public bool Thinking { get; set; }

        public bool Ended { get; set; }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// Turns the lines that Claude Code prints (<c>--output-format stream-json</c>) into events, and keeps what the
/// outcome is made of. Line types that are not known are passed over, as each version of the CLI adds some.
/// </summary>
/// <param name="workspace">The working directory; paths below it are told relative to it.</param>
internal sealed class TranscriptReader(string workspace)
{
    private const int LongestNote = 400;

    // Deeper than what a tool's input may be nested.
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 1024 };

    private readonly StreamedAnswers _streamed = new();
    private readonly RecentLines _notes = new();

    /// <summary>The session; null until the CLI names it.</summary>
    public string? SessionId { get; private set; }

    /// <summary>The last result; null while there is none.</summary>
    public ResultLine? Result { get; private set; }

    /// <summary>Whether the model has said something that the last result knows nothing of: work in the background may wake it again.</summary>
    public bool IsInTurn { get; private set; }

    /// <summary>The last lines that were no events.</summary>
    public string Notes => _notes.Text;

    /// <summary>The events of one line. They are made while they are enumerated, once and before the next line.</summary>
    public IEnumerable<TranscriptEvent> Read(ReadOnlySequence<byte> line)
    {
        if (Parse(line) is not { } document) return Note(line);

        return ReadAndDispose(document);
    }

    /// <summary>A line that was too long to be read.</summary>
    public static IEnumerable<TranscriptEvent> ReadSkipped(long bytes) =>
        [Events.Status($"Claude Code printed a line of {bytes / 1_000_000.0:0.0} MB, which is too long to be shown.")];

    private static JsonDocument? Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var document = JsonDocument.Parse(line, Json);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<TranscriptEvent> ReadAndDispose(JsonDocument document)
    {
        using (document)
        {
            foreach (var transcriptEvent in Read(document.RootElement)) yield return transcriptEvent;
        }
    }

    private IEnumerable<TranscriptEvent> Read(JsonElement line)
    {
        var type = line.Text("type");

        // Sub-agents go on between the turns.
        IsInTurn |= line.Text("parent_tool_use_id") is null
            && (type == "assistant" || (type == "stream_event" && line.Member("event")?.Text("type") == "message_start"));
        return type switch
        {
            "stream_event" => _streamed.Read(line),
            "assistant" => MessageLines.Assistant(line, _streamed, workspace),
            "user" => MessageLines.User(line),
            "system" when line.Text("subtype") == "init" => Begin(line),
            "system" => SystemLines.Read(line),
            "result" => End(line),
            _ => [],
        };
    }

    private IEnumerable<TranscriptEvent> Begin(JsonElement line)
    {
        if (line.Text("session_id") is not { } session || session == SessionId) return [];

        SessionId = session;
        var version = line.Text("claude_code_version") is { } number ? $" {number}" : "";
        return [new StatusReported { Text = $"Claude Code{version} has begun.", SessionId = session, Model = line.Text("model") }];
    }

    // It is told once the process has ended. Its session id counts for nothing: where the CLI could not begin, it has made one up.
    private IEnumerable<TranscriptEvent> End(JsonElement line)
    {
        (Result, IsInTurn) = (ResultLine.Read(line, Result), false);
        return [];
    }

    private IEnumerable<TranscriptEvent> Note(ReadOnlySequence<byte> line)
    {
        var beginning = Encoding.UTF8.GetString(line.Slice(0, Math.Min(line.Length, LongestNote * 2)));
        if (string.IsNullOrWhiteSpace(beginning)) return [];

        _notes.Add(beginning);
        return [Events.Status($"Claude Code printed: {Passages.Line(beginning, LongestNote)}")];
    }
}

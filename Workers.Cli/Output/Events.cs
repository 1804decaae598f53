using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>Events of bounded size.</summary>
internal static class Events
{
    public static IEnumerable<TranscriptEvent> Text(string text, string? parent) =>
        Passages.Split(text, TranscriptBounds.Piece).Select(piece => new TextWritten { Text = piece, ParentToolUseId = parent });

    public static IEnumerable<TranscriptEvent> Thinking(string text, string? parent) =>
        Passages.Split(text, TranscriptBounds.Piece).Select(piece => new ThinkingWritten { Text = piece, ParentToolUseId = parent });

    public static StatusReported Status(string text, string? parent = null) =>
        new() { Text = Passages.Begin(text, TranscriptBounds.Sentence).Text, ParentToolUseId = parent };
}

namespace Pipeline.Contracts.Transcripts;

/// <summary>What a tool answered.</summary>
public sealed record ToolAnswered : TranscriptEvent
{
    /// <summary>The call that is answered.</summary>
    public required string ToolUseId { get; init; }

    /// <summary>The beginning of the answer, at most <see cref="TranscriptBounds.ToolResult"/> long; pictures as <c>[image]</c>.</summary>
    public required string Text { get; init; }

    /// <summary>How much longer the answer was; null where it is whole.</summary>
    public int? CutCharacters { get; init; }

    /// <summary>Whether the tool failed or was refused.</summary>
    public bool IsError { get; init; }
}

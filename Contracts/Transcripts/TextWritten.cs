namespace Pipeline.Contracts.Transcripts;

/// <summary>A further piece of the model's text.</summary>
public sealed record TextWritten : TranscriptEvent
{
    /// <summary>The piece, at most <see cref="TranscriptBounds.Piece"/> long.</summary>
    public required string Text { get; init; }
}

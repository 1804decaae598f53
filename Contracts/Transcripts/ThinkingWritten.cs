namespace Pipeline.Contracts.Transcripts;

/// <summary>A further piece of the model's thinking.</summary>
public sealed record ThinkingWritten : TranscriptEvent
{
    /// <summary>The piece, at most <see cref="TranscriptBounds.Piece"/> long.</summary>
    public required string Text { get; init; }
}

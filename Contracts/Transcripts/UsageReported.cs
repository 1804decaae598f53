namespace Pipeline.Contracts.Transcripts;

/// <summary>What one answer of the model has used; the sum of a run is in its <see cref="RunEnded"/>.</summary>
public sealed record UsageReported : TranscriptEvent
{
    /// <summary>The tokens of this one answer.</summary>
    public required TokenCount Usage { get; init; }
}

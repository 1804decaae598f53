namespace Pipeline.Contracts.Transcripts;

/// <summary>Why a run failed or was interrupted. Its <see cref="RunEnded"/> follows.</summary>
public sealed record ErrorReported : TranscriptEvent
{
    /// <summary>What happened and what to do about it.</summary>
    public required string Text { get; init; }
}

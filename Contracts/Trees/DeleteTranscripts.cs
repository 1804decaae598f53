namespace Pipeline.Contracts.Trees;

/// <summary>The transcripts of nodes that were cleared, or whose tree is gone, are to be deleted.</summary>
public sealed record DeleteTranscripts
{
    /// <summary>The nodes.</summary>
    public required IReadOnlyList<Guid> NodeIds { get; init; }
}

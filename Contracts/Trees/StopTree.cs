namespace Pipeline.Contracts.Trees;

/// <summary>Stops everything in a tree that is queued or runs.</summary>
public sealed record StopTree : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }
}

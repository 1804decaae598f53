namespace Pipeline.Contracts.Trees;

/// <summary>Stops and forgets a node and everything that continues from it; <see cref="MessagesCleared"/> names the chat's messages.</summary>
public sealed record ClearBranch : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node; the root clears the tree.</summary>
    public required Guid NodeId { get; init; }
}

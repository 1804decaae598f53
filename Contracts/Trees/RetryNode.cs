namespace Pipeline.Contracts.Trees;

/// <summary>Runs a finished node's prompt again, from where its parent ended. One that is queued or runs stays as it is.</summary>
public sealed record RetryNode : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The run whose end the person saw, from 1, or 0 for none: where the node has had another since, nothing happens. Null: whatever it was.</summary>
    public int? Run { get; init; }
}

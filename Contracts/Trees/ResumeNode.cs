namespace Pipeline.Contracts.Trees;

/// <summary>
/// Goes on with a node that was interrupted, stopped or has failed, in its own session; one that never had a session begins
/// again. Any other stays as it is.
/// </summary>
public sealed record ResumeNode : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The run whose end the person saw, from 1, or 0 for none: where the node has had another since, nothing happens. Null: whatever it was.</summary>
    public int? Run { get; init; }
}

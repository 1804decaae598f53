namespace Pipeline.Contracts.Trees;

/// <summary>Stops a node that is queued or runs. One that has finished stays as it is; one that has not come yet is stopped when it comes.</summary>
public sealed record StopNode : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Whether everything that continues from it is stopped too.</summary>
    public bool Branch { get; init; }
}

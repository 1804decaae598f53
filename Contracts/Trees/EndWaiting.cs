namespace Pipeline.Contracts.Trees;

/// <summary>Fails what has waited too long for a node that does not come. Nothing happens where the tree has changed since.</summary>
public sealed record EndWaiting : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>When the tree must have changed last, at the latest.</summary>
    public required DateTimeOffset UnchangedSince { get; init; }
}

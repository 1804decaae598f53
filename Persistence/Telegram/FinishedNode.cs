namespace Pipeline.Persistence.Telegram;

/// <summary>A node that has finished, to go on from.</summary>
/// <param name="TreeId">Its tree.</param>
/// <param name="NodeId">The node.</param>
/// <param name="FinishedAt">When it finished.</param>
public sealed record FinishedNode(Guid TreeId, Guid NodeId, DateTimeOffset FinishedAt);

namespace Pipeline.Contracts.Trees;

/// <summary>Stops and forgets a node and everything that continues from it; <see cref="MessagesCleared"/> names the chat's messages.</summary>
public sealed record ClearBranch : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node; the root clears the tree.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>When the person asked, by the sender's clock; what was said later is spared. Null: whatever is there when it is read.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// The message in the chat that asks. Where its platform's ids are numbers that grow, they tell more exactly than whole seconds what
    /// of the same chat was said later.
    /// </summary>
    public ChatMessage? AskedBy { get; init; }
}

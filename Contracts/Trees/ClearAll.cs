namespace Pipeline.Contracts.Trees;

/// <summary>Stops and forgets the trees of a chat that were begun before; <see cref="MessagesCleared"/> names their messages, tree by tree.</summary>
public sealed record ClearAll
{
    /// <summary>The chat's platform.</summary>
    public required string Platform { get; init; }

    /// <summary>The chat.</summary>
    public required string ChatId { get; init; }

    /// <summary>When the person asked, by the sender's clock; what was said later is spared. Null: whatever is there when it is read.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// The message in the chat that asks. Where its platform's ids are numbers that grow, they tell more exactly than whole seconds what
    /// of the same chat was said later.
    /// </summary>
    public ChatMessage? AskedBy { get; init; }
}

namespace Pipeline.Contracts.Trees;

/// <summary>Stops everything in a tree that is queued or runs, as far as it was said before.</summary>
public sealed record StopTree : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>When the person asked, by the sender's clock; what was said later is spared. Null: whatever is there when it is read.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// The message in the chat that asks. Where its platform's ids are numbers that grow, they tell more exactly than whole seconds what
    /// of the same chat was said later.
    /// </summary>
    public ChatMessage? AskedBy { get; init; }
}

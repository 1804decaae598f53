namespace Pipeline.Contracts.Trees;

/// <summary>Stops everything that is queued or runs, everywhere or in one chat, as far as it was said before.</summary>
public sealed record StopAll
{
    /// <summary>The chat's platform; null for everything.</summary>
    public string? Platform { get; init; }

    /// <summary>The chat; null for everything on the platform.</summary>
    public string? ChatId { get; init; }

    /// <summary>When the person asked, by the sender's clock; what was said later is spared. Null: whatever is there when it is read.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// The message in the chat that asks. Where its platform's ids are numbers that grow, they tell more exactly than whole seconds what
    /// of the same chat was said later.
    /// </summary>
    public ChatMessage? AskedBy { get; init; }
}

namespace Pipeline.Contracts.Trees;

/// <summary>A message in a chat, the person's or the bot's. Names are the platform's own, as text.</summary>
public sealed record ChatMessage
{
    /// <summary>The platform, e.g. <c>telegram</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The chat, and within it the topic where the platform has some.</summary>
    public required string ChatId { get; init; }

    /// <summary>The message within its chat.</summary>
    public required string MessageId { get; init; }

    /// <summary>Who wrote it; null for the bot.</summary>
    public string? UserId { get; init; }
}

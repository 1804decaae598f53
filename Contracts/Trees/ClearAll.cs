namespace Pipeline.Contracts.Trees;

/// <summary>Stops and forgets everything of a chat; <see cref="MessagesCleared"/> names its messages, tree by tree.</summary>
public sealed record ClearAll
{
    /// <summary>The chat's platform.</summary>
    public required string Platform { get; init; }

    /// <summary>The chat.</summary>
    public required string ChatId { get; init; }
}

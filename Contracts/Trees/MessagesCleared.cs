namespace Pipeline.Contracts.Trees;

/// <summary>Nodes of a chat are gone; the chat side deletes their messages, its own and, where it may, the person's.</summary>
public sealed record MessagesCleared
{
    /// <summary>The tree that they were in; <see cref="Guid.Empty"/> for messages of the chat that are of none.</summary>
    public required Guid TreeId { get; init; }

    /// <summary>The chat's platform.</summary>
    public required string Platform { get; init; }

    /// <summary>The chat.</summary>
    public required string ChatId { get; init; }

    /// <summary>The messages of the cleared nodes.</summary>
    public required IReadOnlyList<string> MessageIds { get; init; }
}

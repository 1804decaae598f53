using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>A node that is about to be submitted.</summary>
internal sealed record NewNode
{
    public required Guid NodeId { get; init; }

    public required Guid TreeId { get; init; }

    /// <summary>The node it continues from; null for a root.</summary>
    public Guid? ParentId { get; init; }

    public required Place Place { get; init; }

    public required long UserId { get; init; }

    /// <summary>The person's messages that it is made of, of an album several.</summary>
    public required IReadOnlyList<int> MessageIds { get; init; }

    public required string Prompt { get; init; }

    public IReadOnlyList<SavedAttachment> Attachments { get; init; } = [];

    /// <summary>The directory that its tree works in, as the tree's root named it; null for the configured one.</summary>
    public string? Workspace { get; init; }

    /// <summary>The chosen model; null for the configured one.</summary>
    public string? Model { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }
}

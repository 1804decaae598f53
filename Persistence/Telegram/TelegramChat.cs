namespace Pipeline.Persistence.Telegram;

/// <summary>What people have chosen in one chat, or one topic of it, and where they left off there.</summary>
public sealed class TelegramChat
{
    /// <summary>The chat, and its topic where it has some, as messages name it; the key.</summary>
    public string ChatId { get; set; } = "";

    /// <summary>The chosen model; null for the configured one.</summary>
    public string? Model { get; set; }

    /// <summary>The chosen directory to work in; null for the configured one.</summary>
    public string? Workspace { get; set; }

    /// <summary>Whether a plain message goes on from the node that finished last, instead of starting a tree.</summary>
    public bool Continues { get; set; }

    /// <summary>What finished last. To be replaced, not changed.</summary>
    public FinishedNode? LastFinished { get; set; }

    /// <summary>The message that asked to start afresh: nodes of earlier messages are not gone on from. Null where none did.</summary>
    public long? AfreshMessageId { get; set; }
}

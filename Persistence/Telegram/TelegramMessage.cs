namespace Pipeline.Persistence.Telegram;

/// <summary>
/// Which node a message on Telegram belongs to, the person's or the bot's: replies and edits find it here, before its tree has
/// heard of it. It goes with its tree.
/// </summary>
public sealed class TelegramMessage
{
    /// <summary>The message, as <see cref="KeyOf"/> writes it; the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node.</summary>
    public Guid NodeId { get; set; }

    /// <summary>When it was sent, as near as is known; null where nobody noted it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The key of a message.</summary>
    /// <param name="chat">Telegram's id of the chat.</param>
    /// <param name="messageId">The message; unique in its chat, whatever its topic.</param>
    public static string KeyOf(long chat, int messageId) => $"{chat}|{messageId}";

    /// <summary>The record of a message.</summary>
    public static TelegramMessage Of(long chat, int messageId, Guid treeId, Guid nodeId) =>
        new() { Key = KeyOf(chat, messageId), TreeId = treeId, NodeId = nodeId };
}

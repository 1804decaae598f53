using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Trees;

/// <summary>Which node a message in a chat belongs to, the person's or the bot's.</summary>
public sealed class ChatMessageLink
{
    /// <summary>The message, as <see cref="KeyOf"/> writes it; the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node.</summary>
    public Guid NodeId { get; set; }

    /// <summary>The key of a message.</summary>
    public static string KeyOf(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return $"{message.Platform}|{message.ChatId}|{message.MessageId}";
    }
}

namespace Pipeline.Persistence.Telegram;

/// <summary>
/// A message that belongs to no task: a command, or what the bot said to somebody. It goes when its whole chat is cleared, and is
/// forgotten once Telegram would not let the bot delete it any more.
/// </summary>
public sealed class TelegramAside
{
    /// <summary>The message, as <see cref="TelegramMessage.KeyOf"/> writes it; the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The chat, and its topic where it has some, as messages name it.</summary>
    public string ChatId { get; set; } = "";

    /// <summary>The message; unique in its chat, whatever its topic.</summary>
    public int MessageId { get; set; }

    /// <summary>When it was said, or noted soon after.</summary>
    public DateTimeOffset SaidAt { get; set; }
}

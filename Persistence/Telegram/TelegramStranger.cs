namespace Pipeline.Persistence.Telegram;

/// <summary>Somebody who is not allowed to use the bot, and was told so.</summary>
public sealed class TelegramStranger
{
    /// <summary>Telegram's id of the person; the key.</summary>
    public long UserId { get; set; }

    /// <summary>When they were told last, or the log was.</summary>
    public DateTimeOffset ToldAt { get; set; }
}

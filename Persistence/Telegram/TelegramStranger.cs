namespace Pipeline.Persistence.Telegram;

/// <summary>Somebody who is not allowed to use the bot, and has spoken to it all the same.</summary>
public sealed class TelegramStranger
{
    /// <summary>Telegram's id of the person; the key.</summary>
    public long UserId { get; set; }

    /// <summary>When the log last named them.</summary>
    public DateTimeOffset ToldAt { get; set; }

    /// <summary>When they were last told so themselves; null where never, as in a group.</summary>
    public DateTimeOffset? RefusedAt { get; set; }
}

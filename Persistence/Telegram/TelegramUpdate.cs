namespace Pipeline.Persistence.Telegram;

/// <summary>
/// An update that Telegram has brought. It is stored before Telegram hears that it has arrived, and kept for a while after
/// it was handled, so that one which comes again has no second effect.
/// </summary>
public sealed class TelegramUpdate
{
    /// <summary>Bot and update, as <see cref="KeyOf"/> writes them; the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The bot that it is for.</summary>
    public long BotId { get; set; }

    /// <summary>Telegram's number of it; grows.</summary>
    public long UpdateId { get; set; }

    /// <summary>The update as Telegram wrote it; empty once it is handled.</summary>
    public string Body { get; set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>How often handling it has failed for a reason that does not pass by itself.</summary>
    public int Failures { get; set; }

    /// <summary>When everything that it asks for was done or durably on its way; null until then.</summary>
    public DateTimeOffset? HandledAt { get; set; }

    /// <summary>The key of an update.</summary>
    public static string KeyOf(long botId, long updateId) => $"{botId}/{updateId}";
}

using System.Globalization;
using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Telegram.BotApi;

/// <summary>Which bot this is. Its number is the first part of its token; its name is known once Telegram was asked.</summary>
internal sealed class BotIdentity(IOptions<TelegramBotOptions> options)
{
    /// <summary>Telegram's id of the bot.</summary>
    public long Id { get; } = long.Parse((options.Value.BotToken ?? "").Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Its name, without the at sign; null until it is known.</summary>
    public string? Username { get; set; }
}

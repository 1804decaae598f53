using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.BotApi;

/// <summary>Which bot this is and where its server is. Section <c>Telegram</c>.</summary>
public sealed class TelegramBotOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram";

    /// <summary>The token that @BotFather gave (<c>TELEGRAM_BOT_TOKEN</c>). Default none: the worker stays idle.</summary>
    [RegularExpression("[0-9]+:[A-Za-z0-9_-]+", ErrorMessage = "TELEGRAM_BOT_TOKEN is not a bot's token, which looks like 123456:ABC-DEF")]
    public string? BotToken { get; set; }

    /// <summary>The Bot API's server (<c>TELEGRAM_API_BASE_URL</c>). Default <c>https://api.telegram.org</c>; a self-hosted one works as well.</summary>
    [Required, Url]
    public string ApiBaseUrl { get; set; } = "https://api.telegram.org";

    /// <summary>Seconds for a call to be answered, beyond the time that it asked the server to wait. Default 30.</summary>
    [Range(1, 600)]
    public double TimeoutSeconds { get; set; } = 30;
}

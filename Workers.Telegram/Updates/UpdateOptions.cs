using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>How updates come from Telegram. Section <c>Telegram</c>.</summary>
public sealed class UpdateOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram";

    /// <summary>
    /// Where Telegram brings updates (<c>TELEGRAM_WEBHOOK_URL</c>): the public URL that leads to <c>/telegram/webhook</c> of the
    /// ingress. Default none: they are fetched by long polling.
    /// </summary>
    [Url]
    public string? WebhookUrl { get; set; }

    /// <summary>What Telegram then presents with each update (<c>TELEGRAM_WEBHOOK_SECRET</c>); the ingress has the same. Default none.</summary>
    [RegularExpression("[A-Za-z0-9_-]{1,256}", ErrorMessage = "TELEGRAM_WEBHOOK_SECRET may have 1 to 256 letters, digits, underscores and dashes")]
    public string? WebhookSecret { get; set; }

    internal bool UsesWebhook => !string.IsNullOrEmpty(WebhookUrl);
}

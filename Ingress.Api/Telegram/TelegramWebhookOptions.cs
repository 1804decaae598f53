namespace Pipeline.Ingress.Telegram;

/// <summary>Whether Telegram may bring updates here. Section <c>Telegram</c>.</summary>
public sealed class TelegramWebhookOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram";

    /// <summary>What Telegram presents with each update (<c>TELEGRAM_WEBHOOK_SECRET</c>). Default none: there is no webhook.</summary>
    public string? WebhookSecret { get; set; }
}

namespace Pipeline.Contracts.Telegram;

/// <summary>An update that Telegram has brought to the webhook, as it wrote it. It may come twice, and late.</summary>
public sealed record HandleTelegramUpdate
{
    /// <summary>The update, in JSON.</summary>
    public required string Body { get; init; }
}

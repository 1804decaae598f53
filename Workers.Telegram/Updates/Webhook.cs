using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Has Telegram bring updates to the ingress, and sees to it that this stays so: without a webhook the bot would hear nothing, and
/// nobody would notice.
/// </summary>
internal sealed class Webhook(
    ITelegramBotClient bot, IOptions<UpdateOptions> options, IOptions<TelegramBotOptions> server, TimeProvider time, Func<double> chance, ILogger<Webhook> log)
{
    /// <summary>Pause between two looks whether it is still there: 3 min.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(3);

    private const int Connections = 20;
    private const string PublicServer = "api.telegram.org";

    private readonly UpdateOptions _options = options.Value;

    /// <summary>Sets it, and sets it again where it is gone or another's.</summary>
    public async Task KeepAsync(CancellationToken lease)
    {
        if (IsRefusedByTelegram)
            log.LogWarning("TELEGRAM_WEBHOOK_URL does not begin with https://, and {Server} takes no other: put the ingress behind a proxy with a certificate", PublicServer);

        while (true)
        {
            await SetAsync(lease);
            do await Task.Delay(Interval, time, lease);
            while (await IsThereAsync(lease));
        }
    }

    private bool IsRefusedByTelegram =>
        new Uri(server.Value.ApiBaseUrl).Host == PublicServer && new Uri(_options.WebhookUrl!).Scheme != Uri.UriSchemeHttps;

    private async Task SetAsync(CancellationToken lease)
    {
        var request = new SetWebhookRequest(_options.WebhookUrl!, _options.WebhookSecret, UpdateJson.Kinds, Connections);
        var backoff = new Backoff(chance);
        for (string? told = null; ;)
        {
            var result = await bot.SendRequest(request, lease);
            if (result.IsOk) return;

            // A name that is not resolved yet, or a certificate that is not there yet, comes by itself.
            if (told != result.Error.Description) log.LogError("Telegram does not take the webhook, so the bot hears nothing; it is tried again: {Reason}", result.Error.Description);
            told = result.Error.Description;
            var pause = backoff.Next();
            await Task.Delay(result.Error.RetryAfter > pause ? result.Error.RetryAfter : pause, time, lease);
        }
    }

    /// <summary>Whether updates still come here; a server that does not say is believed.</summary>
    private async Task<bool> IsThereAsync(CancellationToken lease)
    {
        var result = await bot.SendRequest(new GetWebhookInfoRequest(), lease);
        if (!result.IsOk || result.Value.Url == _options.WebhookUrl) return true;

        log.LogWarning("Somebody has taken the bot's webhook away, or set another; it is set again");
        return false;
    }
}

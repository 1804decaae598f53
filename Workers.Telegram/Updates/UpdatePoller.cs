using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Fetches updates by long polling, unless Telegram is to bring them to the ingress. What was stored is acknowledged with the next call; what was not, Telegram brings again.
/// </summary>
internal sealed class UpdatePoller(
    ITelegramBotClient bot, UpdateInbox inbox, BotStart start, Webhook webhook, IOptions<UpdateOptions> options, TimeProvider time, Func<double> chance, ILogger<UpdatePoller> log) : ILeaseWork
{
    /// <summary>Seconds that the server is asked to wait for an update.</summary>
    public const int PollSeconds = 25;

    private const int MostAtOnce = 100;

    private BotErrorKind? _told;

    public async Task RunAsync(CancellationToken lease)
    {
        await start.RunAsync(lease);
        if (options.Value.UsesWebhook) await webhook.KeepAsync(lease);
        else await PollAsync(lease);
    }

    private async Task PollAsync(CancellationToken lease)
    {
        // From the first that nobody has acknowledged.
        int? offset = null;
        var backoff = new Backoff(chance);
        while (true)
        {
            var result = await bot.SendRequest(new GetUpdatesRequest(offset, PollSeconds, MostAtOnce, UpdateJson.Kinds), lease);
            if (!result.IsOk)
            {
                await Task.Delay(await PauseAfterAsync(result.Error, backoff, lease), time, lease);
                continue;
            }

            _told = null;
            if (await TryStoreAsync(result.Value, backoff, lease)) offset = Next(result.Value) ?? offset;
        }
    }

    private static int? Next(JsonElement[] updates) =>
        updates.Select(update => UpdateJson.TryReadId(update, out var id) ? (int)id + 1 : (int?)null).Max();

    private async Task<bool> TryStoreAsync(JsonElement[] updates, Backoff backoff, CancellationToken lease)
    {
        try
        {
            await inbox.StoreAsync(updates, lease);
            backoff.Reset();
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !lease.IsCancellationRequested)
        {
            log.LogWarning(fault, "{Count} updates could not be stored; Telegram is asked for them again", updates.Length);
            await Task.Delay(backoff.Next(), time, lease);
            return false;
        }
    }

    private async Task<TimeSpan> PauseAfterAsync(BotError error, Backoff backoff, CancellationToken lease)
    {
        var isNew = _told != error.Kind;
        _told = error.Kind;
        if (isNew) log.LogWarning("{Trouble} ({Description}); it is tried again", Words(error), error.Description);

        // Somebody has set one meanwhile.
        if (error.Kind == BotErrorKind.Conflict && error.Description.Contains("webhook", StringComparison.OrdinalIgnoreCase)) await start.DeleteWebhookAsync(lease);
        var pause = backoff.Next();
        return error.RetryAfter > pause ? error.RetryAfter : pause;
    }

    private static string Words(BotError error) => error.Kind switch
    {
        BotErrorKind.Conflict => "Another program fetches this bot's updates, or a webhook is set: with each token one program may run",
        BotErrorKind.Unauthorized or BotErrorKind.NotFound => "Telegram does not know TELEGRAM_BOT_TOKEN: copy it again from @BotFather",
        _ => "Telegram's server gives no updates",
    };
}

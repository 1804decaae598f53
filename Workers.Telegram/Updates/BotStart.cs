using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// What is settled with Telegram when a worker begins to speak for the bot: its name, its menu, and without a webhook that updates
/// are fetched. A server that lacks a method is tolerated.
/// </summary>
internal sealed class BotStart(
    ITelegramBotClient bot, BotIdentity identity, IOptions<UpdateOptions> options, TimeProvider time, Func<double> chance, ILogger<BotStart> log)
{
    // Of those whose answer only makes things nicer.
    private const int MostTries = 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var me = await TryAsync(new GetMeRequest(), int.MaxValue, cancellationToken);
        if (me?.Username is { } name) identity.Username = name;
        log.LogInformation("The bot is @{Name} ({Id})", identity.Username, identity.Id);

        if (!options.Value.UsesWebhook) await DeleteWebhookAsync(cancellationToken);
        await TryAsync(new SetMyCommandsRequest(CommandMenu.All), MostTries, cancellationToken);
    }

    /// <summary>Goes back to polling; what waits is kept.</summary>
    public Task DeleteWebhookAsync(CancellationToken cancellationToken) =>
        TryAsync(new DeleteWebhookRequest(DropPendingUpdates: false), MostTries, cancellationToken);

    private async Task<T?> TryAsync<T>(BotRequest<T> request, int tries, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(chance);
        for (var n = 1; ; n++)
        {
            var result = await bot.SendRequest(request, cancellationToken);
            if (result.IsOk) return result.Value;
            if (n == 1) log.LogWarning("Telegram's server refuses {Method}: {Reason}", request.MethodName, result.Error.Description);
            if (!result.Error.MayPass || n == tries) return default;

            var pause = backoff.Next();
            await Task.Delay(result.Error.RetryAfter > pause ? result.Error.RetryAfter : pause, time, cancellationToken);
        }
    }
}

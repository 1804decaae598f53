using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Telegram.Hosting;

/// <summary>What there is of the worker without a bot: it says so.</summary>
internal sealed class IdleWorker(ILogger<IdleWorker> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("Telegram is off: TELEGRAM_BOT_TOKEN is not set. @BotFather gives one");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

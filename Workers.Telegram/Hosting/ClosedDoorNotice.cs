using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.People;

namespace Pipeline.Workers.Telegram.Hosting;

/// <summary>Says at start where nobody may use the bot, and how that is changed.</summary>
internal sealed class ClosedDoorNotice(AllowedPeople people, ILogger<ClosedDoorNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (people.IsEmpty)
            log.LogWarning("ALLOWED_TELEGRAM_USER_ID is empty: nobody may use the bot. Write it a message, and this log names the number to put there");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

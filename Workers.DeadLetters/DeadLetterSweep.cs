using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters;

/// <summary>Loads the store in the background at start, and removes every hour what has become too old.</summary>
internal sealed class DeadLetterSweep(IDeadLetterStore store, TimeProvider time, ILogger<DeadLetterSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that could not start is disposed of without being stopped, and would report this as a fault.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.SweepAsync(stoppingToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            log.LogError(fault, "Old dead letters could not be removed; next try in {Interval}", Interval);
        }
    }
}

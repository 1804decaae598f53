using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State;

/// <summary>Sends what crashes and outages have left in the outbox, and forgets old messages of the inbox.</summary>
internal sealed class StateSweeper(
    IStateBackend state,
    OutboxDelivery outbox,
    BusStarted bus,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StateSweeper> log) : BackgroundService
{
    /// <summary>Pause between two looks at the outbox: 5 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long a message is remembered as consumed: 14 days, twice the life of a dead letter.</summary>
    public static readonly TimeSpan InboxAge = TimeSpan.FromDays(14);

    private static readonly TimeSpan InboxInterval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that could not start is disposed of without being stopped; that is no fault of the sweeper.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        await bus.Task.WaitAsync(stoppingToken);
        await UntilStartedAsync(stoppingToken);
        using var pause = new PeriodicTimer(Interval, time);
        DateTimeOffset? inboxSwept = null;
        do
        {
            await TryAsync("outbox", outbox.SweepAsync, stoppingToken);
            if (inboxSwept + InboxInterval > time.GetUtcNow()) continue;

            inboxSwept = time.GetUtcNow();
            await TryAsync("inbox", stopped => state.SweepInboxAsync(time.GetUtcNow() - InboxAge, stopped), stoppingToken);
        }
        while (await pause.WaitForNextTickAsync(stoppingToken));
    }

    // A start that fails, as with a port that is taken, is no fault of the messages that wait: what is sent again is counted.
    private async Task UntilStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task TryAsync(string what, Func<CancellationToken, Task> sweep, CancellationToken stoppingToken)
    {
        try
        {
            await sweep(stoppingToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "The {What} could not be swept; it is tried again", what);
        }
    }
}

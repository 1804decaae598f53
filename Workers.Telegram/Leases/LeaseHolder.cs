using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Leases;

/// <summary>Tries to get the lease, and has everything done that goes with it for as long as it has it.</summary>
internal sealed class LeaseHolder(BotLease lease, IEnumerable<ILeaseWork> works, IOutgoingMessages outgoing, TimeProvider time, ILogger<LeaseHolder> log)
    : BackgroundService
{
    /// <summary>Pause between two tries to get a lease that another worker has: 2 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Pause between two renewals: 3 s.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    /// <summary>How long before its end a lease that could not be prolonged counts as lost: 1 s, in which the work ends.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    // Work that has to be ended by force has had its chance.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly List<ILeaseWork> _works = [.. works];
    private Task _ending = Task.CompletedTask;
    private bool _isOutage;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // What is still under way from the last time would otherwise go on beside its successor.
                await _ending.WaitAsync(stoppingToken);
                var asked = time.GetTimestamp();
                if (await TryTakeAsync(stoppingToken) == true) await HoldAsync(asked, stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task HoldAsync(long asked, CancellationToken stoppingToken)
    {
        log.LogInformation("This worker speaks for the bot");
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var working = _works.Select(work => work.RunAsync(lost.Token)).ToList();
        try
        {
            await RenewAsync(asked, working, lost.Token);
        }
        finally
        {
            await lost.CancelAsync();
            if (await EndAsync(working)) await ReleaseAsync();
            else log.LogWarning("A call to Telegram is still under way, so that the lease is left to end by itself: what arrives late must not follow what another worker says");
        }
    }

    /// <summary>Returns when the lease is lost, or a part of the work has ended.</summary>
    private async Task RenewAsync(long asked, IReadOnlyCollection<Task> working, CancellationToken cancellationToken)
    {
        while (Left(asked) is var left && left > TimeSpan.Zero)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny([Task.Delay(left < Renewal ? left : Renewal, time, ended.Token), .. working]);
            await ended.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (working.Any(work => work.IsCompleted)) return;

            var now = time.GetTimestamp();
            var taken = await TryTakeWithinAsync(Left(asked), cancellationToken);
            if (taken == true) asked = now;
            if (taken != false) continue;
            log.LogWarning("Another worker speaks for the bot from now on");
            return;
        }

        log.LogWarning("This worker could not prolong its lease, and speaks for the bot again only once it has it anew");
    }

    private TimeSpan Left(long asked) => BotLease.Length - Margin - time.GetElapsedTime(asked);

    private async Task<bool?> TryTakeWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit <= TimeSpan.Zero) return null;
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await TryTakeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Null where nobody can say.</summary>
    private async Task<bool?> TryTakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isMine = await lease.TryTakeAsync(cancellationToken);
            if (_isOutage) log.LogInformation("The database tells again who speaks for the bot");
            _isOutage = false;
            return isMine;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_isOutage) log.LogWarning(fault, "The database does not tell who speaks for the bot; it is asked again and again");
            _isOutage = true;
            return null;
        }
    }

    /// <summary>Waits for the end of the work, and of what it has on its way; false where that takes too long.</summary>
    private async Task<bool> EndAsync(List<Task> working)
    {
        _ending = EndedAsync(Task.WhenAll([.. working, outgoing.WhenQuietAsync()]));
        try
        {
            await _ending.WaitAsync(LongestEnd, time);
            return true;
        }
        catch (TimeoutException) when (!_ending.IsCompleted)
        {
            return false;
        }
    }

    private async Task EndedAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // As they were told.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "A part of the bot's work failed; it begins again with the next lease");
        }
    }

    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(Interval, time);
        try
        {
            await lease.ReleaseAsync(patience.Token);
        }
        catch (Exception fault)
        {
            log.LogInformation("The lease could not be given back, and ends by itself: {Reason}", fault.Message);
        }
    }
}

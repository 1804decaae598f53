using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Coordination;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.RateBudget.Shared;

/// <summary>
/// Where a worker's rounds take place: on the shared document, or, while the database is away, on the worker's
/// last copy of it. Alone it keeps to its part of the limits, that of one of the workers it knew.
/// </summary>
/// <remarks>
/// A database that is slow, restarts or closes a connection is waited for: a round that is run again does no
/// harm, whereas workers that do not know of each other may exceed the limits together.
/// </remarks>
internal sealed class BudgetPlace(
    ISharedDocuments documents, string provider, RateLimits limits, TimeProvider time, ILogger log, Action onRejoined) : IAsyncDisposable
{
    private const int LeastTries = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RejoinInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly string _name = BudgetDocument.Name(provider);
    private BudgetState _last = new();
    private ClockReading _clock = new(time.GetUtcNow(), time.GetTimestamp());
    private Task _rejoining = Task.CompletedTask;
    private int _workers = 1;
    private bool _mustRejoin;
    private volatile bool _alone;

    /// <summary>The time by the state's clock, or a little less.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var clock = Volatile.Read(ref _clock);
            return clock.Time + time.GetElapsedTime(clock.Read);
        }
    }

    /// <summary>Runs a round. What it grants is known to the others, unless the database is away.</summary>
    public async Task<RoundOutcome> RunAsync(BudgetRound round)
    {
        var began = time.GetTimestamp();
        for (var tries = 1; !_alone; tries++)
        {
            try
            {
                return await RunSharedAsync(round, mustWrite: _mustRejoin);
            }
            catch (Exception fault)
            {
                if (tries >= LeastTries && time.GetElapsedTime(began) >= Patience) GoAlone(fault);
                else await Task.Delay(RetryInterval, time);
            }
        }

        var leaving = time.GetTimestamp();
        return round.Run(_last, Now, AloneLimits(round.Worker), noted => time.GetElapsedTime(noted, leaving));
    }

    /// <summary>Tells the others what this worker leaves behind, if the database is there.</summary>
    public async Task RunLastAsync(BudgetRound round)
    {
        try
        {
            if (!_alone) await RunSharedAsync(round, mustWrite: true);
        }
        catch (Exception fault)
        {
            log.LogDebug(fault, "What this worker has of the rate budget of {Provider} is given back when its lease ends", provider);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _rejoining;
        _stop.Dispose();
    }

    private async Task<RoundOutcome> RunSharedAsync(BudgetRound round, bool mustWrite)
    {
        using var limit = new CancellationTokenSource(LongestTry, time);

        // Before the statement leaves: the database reads its clock after that, so no event is taken for older than it is.
        var leaving = time.GetTimestamp();
        RoundOutcome? outcome = null;
        await documents.UpdateAsync(
            _name,
            (document, now) =>
            {
                var state = Read(document);
                if (_mustRejoin) state.Pause = state.Pause.With(_last.Pause);
                outcome = round.Run(state, now, limits, noted => time.GetElapsedTime(noted, leaving));
                return outcome.IsChanged || mustWrite ? BudgetDocument.Write(state) : null;
            },
            limit.Token);

        if (_mustRejoin) log.LogInformation("The rate budget of {Provider} is shared again", provider);
        _mustRejoin = false;
        _last = outcome!.State;
        Volatile.Write(ref _clock, new ClockReading(_last.Now, time.GetTimestamp()));
        return outcome;
    }

    private BudgetState Read(byte[]? document)
    {
        if (BudgetDocument.Read(document) is { } state) return state;

        log.LogWarning("The rate budget of {Provider} in the database cannot be read; it begins anew", provider);
        return new BudgetState();
    }

    private void GoAlone(Exception fault)
    {
        if (!_mustRejoin)
        {
            var reason = fault is OperationCanceledException ? "it does not answer" : fault.GetBaseException().Message;
            log.LogWarning("The rate budget of {Provider} cannot be shared, as the database is away ({Reason}): this worker keeps to its part of it", provider, reason);
            _workers = Math.Max(1, _last.Workers.Values.Count(share => share.IsAlive(_last.Now, limits)));
        }

        (_alone, _mustRejoin) = (true, true);
        _rejoining = RejoinAsync();
    }

    // What the others take in the meantime nobody knows; what they had counts for as long as it would.
    private RateLimits AloneLimits(string worker)
    {
        var others = _last.Workers.Where(pair => pair.Key != worker).Select(pair => pair.Value).ToList();
        return limits with
        {
            Limit = Part(limits.Limit, others.Sum(share => share.Held(_last.Now, limits))),
            MaxConcurrency = Part(limits.MaxConcurrency, others.Where(share => share.IsAlive(_last.Now, limits)).Sum(share => share.UnderWay)),
        };
    }

    private int Part(int whole, int ofOthers) => whole == 0 ? 0 : Math.Min(whole, ofOthers + Math.Max(1, whole / _workers));

    private async Task RejoinAsync()
    {
        try
        {
            do await Task.Delay(RejoinInterval, time, _stop.Token);
            while (!await TakesChangesAsync());

            _alone = false;
            onRejoined();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The worker stops.
        }
    }

    private async Task<bool> TakesChangesAsync()
    {
        using var timeout = new CancellationTokenSource(LongestTry, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timeout.Token);
        try
        {
            await documents.UpdateAsync(_name, (document, _) => document ?? BudgetDocument.Write(new BudgetState()), limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            log.LogDebug(fault, "The database is still away");
            return false;
        }
    }

    /// <summary>What the database's clock said, and this process's timestamp a little later.</summary>
    private sealed record ClockReading(DateTimeOffset Time, long Read);
}

using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Coordination;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.RateBudget.Shared;

/// <summary>
/// A worker's side of the budget that it shares with other processes. Whatever has gathered while a round was
/// on its way to the database is the next round: alone a call costs a round, under load many share one.
/// </summary>
internal sealed class SharedRateBudget : IRateBudget, IPermitReports
{
    // While nothing is counted, a pause that another worker was told is learnt this soon.
    private static readonly TimeSpan PauseInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly string _worker = Guid.NewGuid().ToString("N")[..12];
    private readonly RateLimits _limits;
    private readonly Func<double> _jitter;
    private readonly TimeProvider _time;
    private readonly TimeSpan _reportInterval;
    private readonly BudgetPlace _place;
    private readonly OpenCalls _open;
    private readonly ITimer _timer;
    private readonly Task _rounds;
    private GatheredWork _gathered = new();
    private BudgetDesk _desk;
    private long _nextWake = long.MaxValue;
    private long _pausedUntil = long.MinValue;
    private bool _disposed;

    /// <param name="documents">Where the state is.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="limits">The provider's limits.</param>
    /// <param name="time">This process's clock, for durations alone.</param>
    /// <param name="jitter">Random numbers from 0 to 1.</param>
    /// <param name="log">Is told when the database is away.</param>
    public SharedRateBudget(ISharedDocuments documents, string provider, RateLimits limits, TimeProvider time, Func<double> jitter, ILogger<SharedRateBudget> log)
    {
        (_limits, _time, _jitter) = (limits, time, jitter);
        _desk = new BudgetDesk(_worker);
        _open = new OpenCalls(this);
        _reportInterval = limits.Limit > 0 && limits.Window / 20 < PauseInterval ? limits.Window / 20 : PauseInterval;
        _place = new BudgetPlace(documents, provider, limits, time, log, Wake);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _rounds = Task.Run(RunAsync);
    }

    public ValueTask<PermitResult> AcquireAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<PermitResult>(cancellationToken);

        var waiter = new Waiter(priority, _time.GetTimestamp());
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_limits.AreOpen && waiter.Entered >= _pausedUntil)
            {
                WakeWithin(PauseInterval);
                return ValueTask.FromResult(new PermitResult(new Permit(_open, _place.Now), TimeSpan.Zero));
            }

            _gathered.Entering.Add(waiter);
        }

        Wake();
        return new ValueTask<PermitResult>(WaitAsync(waiter, cancellationToken));
    }

    public void Report(Permit permit, PermitEvent what, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            _gathered.Reports.Add(new NotedEvent(permit, what, retryAfter, _time.GetTimestamp()));
            if (!IsAwaited(what))
            {
                WakeWithin(_reportInterval);
                return;
            }
        }

        Wake();
    }

    /// <summary>Gives back what this worker has; whoever waits is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed) return;

            _disposed = true;
        }

        await _timer.DisposeAsync();
        _wakes.Writer.Complete();
        await _rounds;
        await _place.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _wakes.Reader.ReadAllAsync()) await RunRoundAsync(TakeGathered());

        var work = TakeGathered();
        foreach (var waiter in _desk.Clear().Concat(work.Entering)) waiter.TrySetCanceled(CancellationToken.None);
        _desk.Share.UnderWay = 0;
        await _place.RunLastAsync(new BudgetRound(_worker, _desk, work, _jitter));
    }

    private async Task RunRoundAsync(GatheredWork work)
    {
        var outcome = await _place.RunAsync(new BudgetRound(_worker, _desk, work, _jitter));
        _desk = outcome.Desk;
        foreach (var (waiter, retryAfter) in outcome.Refused) waiter.TrySetResult(PermitResult.Refused(retryAfter));
        foreach (var waiter in outcome.Granted) Grant(waiter, outcome.State.Now);
        lock (_gate)
        {
            var pause = outcome.State.Pause.Until - outcome.State.Now;
            _pausedUntil = pause > TimeSpan.Zero ? After(pause) : long.MinValue;
            if (outcome.NextLook is { } look) WakeWithin(look);
        }
    }

    private void Grant(Waiter waiter, DateTimeOffset now)
    {
        var permit = new Permit(this, now);
        if (waiter.TrySetResult(new PermitResult(permit, TimeSpan.Zero))) return;

        // It was cancelled while its turn was on its way.
        permit.NotSent();
        permit.Dispose();
    }

    private async Task<PermitResult> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (state, token) =>
            {
                if (((Waiter)state!).TrySetCanceled(token)) Wake();
            },
            waiter);
        return await waiter.Task;
    }

    // The rest others need to know only when the place in the window comes free.
    private bool IsAwaited(PermitEvent what) =>
        what is PermitEvent.NotSent or PermitEvent.Refused || (what is PermitEvent.Ended && _limits.MaxConcurrency > 0);

    private GatheredWork TakeGathered()
    {
        lock (_gate)
        {
            var work = _gathered;
            _gathered = new GatheredWork();
            return work;
        }
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private void OnTimer()
    {
        lock (_gate) _nextWake = long.MaxValue;
        Wake();
    }

    private void WakeWithin(TimeSpan time)
    {
        var wake = After(time);
        if (wake >= _nextWake || _disposed) return;

        _nextWake = wake;
        _timer.Change(Timers.Whole(time), Timeout.InfiniteTimeSpan);
    }

    private long After(TimeSpan time) => _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
}

/// <summary>Permits of a budget that counts nothing: only what the provider answers matters.</summary>
internal sealed class OpenCalls(IPermitReports reports) : IPermitReports
{
    public void Report(Permit permit, PermitEvent what, TimeSpan? retryAfter)
    {
        if (what is PermitEvent.Refused or PermitEvent.Succeeded) reports.Report(permit, what, retryAfter);
    }
}

using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>The budget of a process that is the provider's only caller. An acquire that need not wait takes a microsecond.</summary>
internal sealed class InProcessRateBudget : IRateBudget, IPermitReports
{
    private const string Worker = "this";

    private readonly Lock _gate = new();
    private readonly BudgetState _state = new();
    private readonly BudgetDesk _desk = new(Worker);
    private readonly List<Waiter> _granted = [];
    private readonly List<(Waiter Waiter, TimeSpan RetryAfter)> _refused = [];
    private readonly RateLimits _limits;
    private readonly Func<double> _jitter;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private bool _disposed;

    /// <param name="limits">The provider's limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Random numbers from 0 to 1.</param>
    public InProcessRateBudget(RateLimits limits, TimeProvider time, Func<double> jitter)
    {
        (_limits, _time, _jitter) = (limits, time, jitter);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask<PermitResult> AcquireAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<PermitResult>(cancellationToken);

        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Observe();
            if (_desk.TryGrant(_state, _limits)) return ValueTask.FromResult(NewPermit());

            waiter = new Waiter(priority, _time.GetTimestamp());
            if (_desk.Enter(_state, _limits, waiter, _state.Now) is { } wait) return ValueTask.FromResult(PermitResult.Refused(wait));

            Settle();
        }

        return new ValueTask<PermitResult>(WaitAsync(waiter, cancellationToken));
    }

    public void Report(Permit permit, PermitEvent what, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            Observe();
            _desk.Apply(_state, _limits, new PermitReport(permit, what, retryAfter, _state.Now), what == PermitEvent.Refused ? _jitter() : 0);
            Settle();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var waiter in _desk.Clear()) waiter.TrySetCanceled(CancellationToken.None);
        }

        return _timer.DisposeAsync();
    }

    private async Task<PermitResult> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister((state, token) => Leave((Waiter)state!, token), waiter);
        return await waiter.Task;
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Whoever has been granted a permit meanwhile gets it all the same.
            if (!_desk.Leave(waiter)) return;

            waiter.TrySetCanceled(cancellationToken);
            Observe();
            Settle();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_disposed) return;

            Observe();
            Settle();
        }
    }

    // Not the wall clock, which may be set.
    private void Observe()
    {
        _state.Observe(DateTimeOffset.UnixEpoch + _time.GetElapsedTime(_start), _limits);
        _state.Put(Worker, _desk.Share, _limits);
    }

    private void Settle()
    {
        if (!_desk.HasWaiters) return;

        _desk.Grant(_state, _limits, _granted);
        foreach (var waiter in _granted) waiter.TrySetResult(NewPermit());
        _granted.Clear();
        _desk.Refuse(_state, _limits, _refused);
        foreach (var (waiter, retryAfter) in _refused) waiter.TrySetResult(PermitResult.Refused(retryAfter));
        _refused.Clear();
        if (_desk.NextLook(_state, _limits) is { } next) _timer.Change(Timers.Whole(next - _state.Now), Timeout.InfiniteTimeSpan);
    }

    private PermitResult NewPermit() => new(new Permit(this, _state.Now), TimeSpan.Zero);
}

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// Fires when a process has been waited for too long without a sign of life. Time in which nobody waits for it, because
/// what it has printed is still being handled, does not count.
/// </summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _limit;
    private Action _expired;
    private DateTimeOffset _lastSign;
    private bool _waiting;

    public IdleWatch(TimeSpan limit, Action expired, TimeProvider time)
    {
        (_limit, _expired, _time) = (limit, expired, time);
        _lastSign = time.GetUtcNow();
        _timer = time.CreateTimer(_ => Fire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the process last printed anything.</summary>
    public DateTimeOffset LastSign
    {
        get
        {
            lock (_gate) return _lastSign;
        }
    }

    /// <summary>From now on the process is waited for.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            _waiting = true;
            _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The process has printed something, which is handled now.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _waiting = false;
            _lastSign = _time.GetUtcNow();
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The process has given a sign of life elsewhere.</summary>
    public void Sign()
    {
        lock (_gate)
        {
            _lastSign = _time.GetUtcNow();
            if (_waiting) _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>From now on another limit holds, with another end.</summary>
    public void Change(TimeSpan limit, Action expired)
    {
        lock (_gate)
        {
            (_limit, _expired) = (limit, expired);
            if (_waiting) _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        Action expired;
        lock (_gate)
        {
            // Something was printed while the timer fired.
            if (!_waiting) return;
            expired = _expired;
        }

        expired();
    }
}

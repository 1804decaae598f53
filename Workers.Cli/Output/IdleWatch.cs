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
    private bool _isOver;
    private long _waitsSince;

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
            _waitsSince = _time.GetTimestamp();
            _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The process has printed something, which is handled now.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_isOver && _waiting) _limit = Left(_limit - _time.GetElapsedTime(_waitsSince));
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
            if (_waiting && !_isOver) _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The process is over: from now on all waits together have this limit, whoever else still prints, and another end.</summary>
    public void End(TimeSpan limit, Action expired)
    {
        lock (_gate)
        {
            (_limit, _expired, _isOver, _waitsSince) = (limit, expired, true, _time.GetTimestamp());
            if (_waiting) _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static TimeSpan Left(TimeSpan limit) => limit > TimeSpan.Zero ? limit : TimeSpan.Zero;

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

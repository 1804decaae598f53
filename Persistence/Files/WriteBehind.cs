using Microsoft.Extensions.Logging;

namespace Pipeline.Persistence.Files;

/// <summary>
/// Writes a state that changes often, behind the changes: after <see cref="Quiet"/> without one, or
/// <see cref="Interval"/> after the first where they do not cease; no two writes begin within <see cref="Interval"/>.
/// What changed last is always written. A write that fails is logged and tried again in the next round.
/// </summary>
public sealed class WriteBehind : IAsyncDisposable
{
    /// <summary>How long nothing must have changed before a write: 1 s.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Least time between two writes, and how long a change waits at most while none fails: 2 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long disposing waits for the last write: 5 s.</summary>
    public static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _oneWrite = new(1, 1);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly string _what;
    private readonly Func<CancellationToken, Task> _write;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _origin;
    private readonly ITimer _timer;

    private TimeSpan? _firstChange;
    private TimeSpan _lastChange;
    private TimeSpan? _lastWrite;
    private bool _scheduled;
    private bool _disposed;
    private int _failures;

    /// <summary>Begins to wait for changes.</summary>
    /// <param name="what">What is written, in words for the log.</param>
    /// <param name="write">Writes the state as it is when called; never called twice at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Is told of writes that fail.</param>
    public WriteBehind(string what, Func<CancellationToken, Task> write, TimeProvider time, ILogger log)
    {
        (_what, _write, _time, _log) = (what, write, time, log);
        _origin = time.GetTimestamp();
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>The state has changed. Costs next to nothing.</summary>
    /// <exception cref="ObjectDisposedException">Nothing is written any more.</exception>
    public void NoteChange()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _lastChange = Now;
            _firstChange ??= _lastChange;
            ScheduleOnce();
        }
    }

    /// <summary>Writes at once what has not been written yet. A write that fails throws, and stays due.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _oneWrite.WaitAsync(cancellationToken);
        try
        {
            if (TryTakeChange()) await _write(cancellationToken);
        }
        catch
        {
            KeepDue();
            throw;
        }
        finally
        {
            _oneWrite.Release();
        }
    }

    /// <summary>Writes what is left; what cannot be written within <see cref="LastPatience"/> is logged as lost.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        await _timer.DisposeAsync();
        await using var patience = _time.CreateTimer(_ => _giveUp.Cancel(), null, LastPatience, Timeout.InfiniteTimeSpan);
        try
        {
            await FlushAsync(_giveUp.Token);
        }
        catch (Exception fault)
        {
            _log.LogError(fault, "The last changes of {What} could not be written and are lost", _what);
        }
    }

    // The timer is set once for many changes: whether it was too early shows when it fires.
    private void OnTimer()
    {
        lock (_gate)
        {
            _scheduled = false;
            if (_disposed || _firstChange is null) return;

            _scheduled = true;
            if (Now < Due())
            {
                SetTimer();
                return;
            }
        }

        _ = RunRoundAsync();
    }

    private async Task RunRoundAsync()
    {
        try
        {
            await FlushAsync(_giveUp.Token);
            if (_failures > 0) _log.LogInformation("Writing {What} works again", _what);
            _failures = 0;
        }
        catch (Exception fault)
        {
            LogFailure(fault);
        }

        lock (_gate)
        {
            _scheduled = false;
            if (_firstChange is not null && !_disposed) ScheduleOnce();
        }
    }

    // A store may be down for hours: its stack trace is worth reading once.
    private void LogFailure(Exception fault)
    {
        if (_failures++ == 0) _log.LogError(fault, "Writing {What} failed; it is tried again", _what);
        else _log.LogWarning("Writing {What} failed again: {Reason}", _what, fault.Message);
    }

    private bool TryTakeChange()
    {
        lock (_gate)
        {
            if (_firstChange is null) return false;

            // A change during the write counts for the next one.
            _firstChange = null;
            _lastWrite = Now;
            return true;
        }
    }

    private void KeepDue()
    {
        lock (_gate)
        {
            _firstChange ??= _lastChange;
            if (!_disposed) ScheduleOnce();
        }
    }

    private void ScheduleOnce()
    {
        if (_scheduled) return;

        _scheduled = true;
        SetTimer();
    }

    private void SetTimer()
    {
        var wait = Due() - Now;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Due()
    {
        var quiet = _lastChange + Quiet;
        var latest = _firstChange!.Value + Interval;
        var wanted = quiet < latest ? quiet : latest;
        return _lastWrite + Interval is { } earliest && earliest > wanted ? earliest : wanted;
    }
}

using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Whether a run is to end, and why. The first cause stays; who comes later may only make it faster.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _atOnce = new();
    private StopCause _cause;
    private bool _disposed;
    private StopTimes _times = StopTimes.Usual;

    /// <summary>Why the run is to end.</summary>
    public StopCause Cause
    {
        get
        {
            lock (_gate) return _cause;
        }
    }

    /// <summary>How long the process has between the signals.</summary>
    public StopTimes Times
    {
        get
        {
            lock (_gate) return _times;
        }
    }

    /// <summary>Completes when the run is to end.</summary>
    public Task Requested => _requested.Task;

    /// <summary>Fires when nothing is to be waited for any more.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>Tells the run to end; one that has ended is told nothing.</summary>
    public void Request(StopCause cause, StopTimes times)
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (_cause == StopCause.None) _cause = cause;
            if (!_requested.Task.IsCompleted || times.BeforeKill < _times.BeforeKill) _times = times;
            _requested.TrySetResult();
            if (times == StopTimes.AtOnce) _ = _atOnce.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _atOnce.Dispose();
    }
}

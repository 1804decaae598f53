using System.Collections.Concurrent;

namespace Pipeline.Workers.Nim.Cancellation;

/// <summary>The requests that this worker instance works on, so that one can be stopped by name.</summary>
internal sealed class WorkInProgress
{
    private readonly ConcurrentDictionary<(Guid StreamId, int Attempt), CancellationTokenSource> _works = new();

    /// <summary>The name by which this instance is told to stop something.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// Notes that work begins; its token fires when it is cancelled, or this process stops. Dispose at its end.
    /// </summary>
    public Work Begin(Guid streamId, int attempt, CancellationToken stop)
    {
        var source = new CancellationTokenSource();
        _works[(streamId, attempt)] = source;
        return new Work(this, (streamId, attempt), source, stop);
    }

    /// <summary>Stops one piece of work; false where there is none such.</summary>
    public bool Cancel(Guid streamId, int attempt)
    {
        if (!_works.TryRemove((streamId, attempt), out var source)) return false;

        source.Cancel();
        return true;
    }

    /// <summary>One piece of work under way.</summary>
    internal sealed class Work : IDisposable
    {
        private readonly WorkInProgress _works;
        private readonly (Guid StreamId, int Attempt) _key;
        private readonly CancellationTokenSource _source;
        private readonly CancellationTokenRegistration _stop;
        private volatile bool _stopped;

        internal Work(WorkInProgress works, (Guid StreamId, int Attempt) key, CancellationTokenSource source, CancellationToken stop)
        {
            (_works, _key, _source) = (works, key, source);
            _stop = stop.UnsafeRegister(static work => ((Work)work!).StopWithProcess(), this);
        }

        /// <summary>Fires when nobody waits for the work any more, or the worker stops.</summary>
        public CancellationToken Token => _source.Token;

        /// <summary>Whether the work has been called off, so that it must not be delivered again.</summary>
        public bool IsCalledOff => Token.IsCancellationRequested && !_stopped;

        /// <summary>Stops the work, as nobody waits for it any more.</summary>
        public void CallOff() => _source.Cancel();

        // The source itself is left to the collector: a cancellation may be under way, and it holds no timer.
        public void Dispose()
        {
            _stop.Dispose();
            _works._works.TryRemove(_key, out _);
        }

        private void StopWithProcess()
        {
            _stopped = true;
            _source.Cancel();
        }
    }
}

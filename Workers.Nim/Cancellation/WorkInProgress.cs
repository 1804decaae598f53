using System.Collections.Concurrent;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Nim.Cancellation;

/// <summary>The requests that this worker instance works on, so that one can be stopped by name.</summary>
internal sealed class WorkInProgress
{
    private readonly ConcurrentDictionary<(Guid StreamId, int Attempt), CancellationTokenSource> _works = new();

    /// <summary>The exchange that takes this instance's <c>CancelWork</c>.</summary>
    public string CancelExchange { get; } = CommandExchanges.CancelWork(Guid.NewGuid());

    /// <summary>Notes that work begins; its token fires when it is cancelled or the worker stops. Dispose at its end.</summary>
    public Work Begin(Guid streamId, int attempt, CancellationToken stopping)
    {
        var source = new CancellationTokenSource();
        _works[(streamId, attempt)] = source;
        return new Work(this, (streamId, attempt), source, stopping);
    }

    /// <summary>Stops one piece of work; false where there is none such.</summary>
    public bool Cancel(Guid streamId, int attempt)
    {
        if (!_works.TryRemove((streamId, attempt), out var source)) return false;

        source.Cancel();
        return true;
    }

    /// <summary>One piece of work under way.</summary>
    internal sealed class Work(WorkInProgress works, (Guid, int) key, CancellationTokenSource source, CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenRegistration _stopping =
            stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);

        /// <summary>Fires when nobody waits for the work any more, or the worker stops.</summary>
        public CancellationToken Token => source.Token;

        // The source itself is left to the collector: a cancellation may be under way, and it holds no timer.
        public void Dispose()
        {
            _stopping.Dispose();
            works._works.TryRemove(key, out _);
        }
    }
}

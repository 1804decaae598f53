using System.Collections.Concurrent;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// The messages that this worker is on, and those it has finished after their delivery was lost: a broker that
/// comes back delivers them again, and the model need not be asked twice.
/// </summary>
internal sealed class Deliveries(TimeProvider time)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, long?> _messages = new();

    /// <summary>Whether the message is, or has been, in good hands here.</summary>
    public bool Has(Guid? messageId) => messageId is { } id && _messages.ContainsKey(id);

    /// <summary>Notes that work on a message begins; dispose at its end.</summary>
    public Delivery Begin(Guid? messageId, CancellationToken lost) => new(this, messageId ?? Guid.NewGuid(), lost);

    private void Remember(Guid messageId)
    {
        foreach (var (old, since) in _messages)
        {
            if (since is { } finished && time.GetElapsedTime(finished) > RememberedFor) _messages.TryRemove(old, out _);
        }

        _messages[messageId] = time.GetTimestamp();
    }

    /// <summary>Work on one delivered message.</summary>
    internal sealed class Delivery : IDisposable
    {
        private readonly Deliveries _deliveries;
        private readonly Guid _messageId;
        private readonly CancellationToken _lost;
        private bool _finished;

        internal Delivery(Deliveries deliveries, Guid messageId, CancellationToken lost)
        {
            (_deliveries, _messageId, _lost) = (deliveries, messageId, lost);
            deliveries._messages[messageId] = null;
        }

        /// <summary>Its answer is whole, or has failed for good.</summary>
        public void Finish() => _finished = true;

        public void Dispose()
        {
            if (_finished && _lost.IsCancellationRequested) _deliveries.Remember(_messageId);
            else _deliveries._messages.TryRemove(_messageId, out _);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>
/// What is stored to be sent. A broker keeps what it has taken; the in-memory bus does not, so there a message
/// stays here until it has been consumed, and a restart sends it again.
/// </summary>
internal sealed class FileOutbox
{
    private readonly ConcurrentDictionary<Guid, long> _batchOf = new();

    // Batches that the bus has and that are not all consumed.
    private readonly ConcurrentDictionary<long, bool> _inMemory = new();

    // What this process has sent, or tried to, of an earlier one's: only a restart counts.
    private readonly HashSet<long> _resent = [];
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _lastBatch;

    public FileOutbox(OpenState state, TimeProvider time, ILogger log)
    {
        (State, _time, _log, _lastBatch) = (state, time, log, state.LastBatchBefore);
        foreach (var pending in state.Image.Pending()) Expect(pending.Batch);
    }

    public OpenState State { get; }

    /// <summary>The locks of the records.</summary>
    public RecordLocks Locks { get; } = new();

    /// <summary>Numbers what a transaction sends.</summary>
    public OutboxBatch NewBatch(IReadOnlyList<OutgoingMessage> messages)
    {
        var batch = new OutboxBatch(Interlocked.Increment(ref _lastBatch), _time.GetUtcNow(), messages);
        Expect(batch);
        return batch;
    }

    /// <summary>Notes that the transport has taken a batch.</summary>
    public async Task SentAsync(OutboxBatch batch)
    {
        _inMemory[batch.Id] = true;
        await RemoveAsync(batch.Id, batch.Messages.Where(message => message.Destination.Scheme != OutgoingMessage.InMemoryScheme));

        // Its consumers may have been quicker.
        ForgetIfArrived(batch.Id);
    }

    /// <summary>Notes that the in-memory bus has handed a message to its consumers, with whatever result.</summary>
    public async Task ConsumedAsync(Guid messageId)
    {
        if (!_batchOf.TryRemove(messageId, out var batch)) return;

        await State.AppendAsync(new JournalEntry { Arrived = [new Arrival(batch, messageId)] });
        ForgetIfArrived(batch);
    }

    /// <summary>Notes that the in-memory bus has a message no more: the next sweep sends its batch again, of which the inbox knows what was consumed.</summary>
    public void Lost(Guid messageId)
    {
        if (_batchOf.TryGetValue(messageId, out var batch)) _inMemory.TryRemove(batch, out _);
    }

    /// <summary>Whether this process still keeps something about a batch.</summary>
    public bool Remembers(long batch) => _inMemory.ContainsKey(batch);

    /// <summary>Sends what an earlier process has left, and what this one could not send. One that cannot be sent holds up no other.</summary>
    public async Task SweepAsync(IOutboxTransport transport, CancellationToken cancellationToken)
    {
        foreach (var pending in State.Image.Pending().Where(pending => !_inMemory.ContainsKey(pending.Batch.Id) && IsLeftBehind(pending)))
        {
            try
            {
                if (IsGivenUp(pending)) await GiveUpAsync(pending, transport, cancellationToken);
                else await SendAgainAsync(pending, transport, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                _log.LogWarning(fault, "{Count} messages of the outbox could not be sent; it is tried again", pending.Batch.Messages.Count);
            }
        }
    }

    private async Task SendAgainAsync(PendingBatch pending, IOutboxTransport transport, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Counted before it is sent, as its message may end the process.
        if (IsOfEarlierProcess(pending) && !_resent.Contains(pending.Batch.Id))
        {
            await State.AppendAsync(new JournalEntry { Resent = [pending.Batch.Id] });
            _resent.Add(pending.Batch.Id);
        }

        await transport.SendAsync(pending.Batch, cancellationToken);
        await SentAsync(pending.Batch);
    }

    private async Task GiveUpAsync(PendingBatch pending, IOutboxTransport transport, CancellationToken cancellationToken)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"it was never consumed, in {pending.Resends} restarts since {pending.Batch.CreatedAt:u}");
        await transport.GiveUpAsync(pending.Batch, reason, pending.Resends + 1, cancellationToken);
        await RemoveAsync(pending.Batch.Id, pending.Batch.Messages);
    }

    private async Task RemoveAsync(long batch, IEnumerable<OutgoingMessage> messages)
    {
        Arrival[] gone = [.. messages.Select(message => new Arrival(batch, message.MessageId))];
        if (gone.Length == 0) return;

        foreach (var arrival in gone) _batchOf.TryRemove(arrival.MessageId, out _);
        await State.AppendAsync(new JournalEntry { Arrived = gone });
    }

    private void ForgetIfArrived(long batch)
    {
        if (!State.Image.IsPending(batch)) _inMemory.TryRemove(batch, out _);
    }

    private void Expect(OutboxBatch batch)
    {
        foreach (var message in batch.Messages) _batchOf[message.MessageId] = batch.Id;
    }

    private bool IsOfEarlierProcess(PendingBatch pending) => pending.Batch.Id <= State.LastBatchBefore;

    private bool IsLeftBehind(PendingBatch pending) =>
        IsOfEarlierProcess(pending) || pending.Batch.CreatedAt <= _time.GetUtcNow() - OutboxDelivery.Limit;

    private bool IsGivenUp(PendingBatch pending)
    {
        // Older than the inbox remembers, it might have its effect twice.
        var outlived = pending.Batch.CreatedAt < _time.GetUtcNow() - StateSweeper.InboxAge;
        var exhausted = pending.Resends >= Resends.Most && !_resent.Contains(pending.Batch.Id);
        return IsOfEarlierProcess(pending) && (outlived || exhausted);
    }
}

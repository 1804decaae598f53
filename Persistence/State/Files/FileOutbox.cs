using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>
/// What is stored to be sent. A broker keeps what it has taken; the in-memory bus does not, so there a message
/// stays here until it has been consumed, and a restart sends it again.
/// </summary>
internal sealed class FileOutbox
{
    private const string InMemoryScheme = "loopback";

    private readonly ConcurrentDictionary<Guid, long> _batchOf = new();
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
        Arrival[] arrived = [.. from message in batch.Messages where message.Destination.Scheme != InMemoryScheme select new Arrival(batch.Id, message.MessageId)];
        if (arrived.Length == 0) return;

        foreach (var arrival in arrived) _batchOf.TryRemove(arrival.MessageId, out _);
        await State.AppendAsync(new JournalEntry { Arrived = arrived });
    }

    /// <summary>Notes that the in-memory bus has handed a message to its consumers, with whatever result.</summary>
    public async Task ConsumedAsync(Guid messageId)
    {
        if (_batchOf.TryRemove(messageId, out var batch)) await State.AppendAsync(new JournalEntry { Arrived = [new Arrival(batch, messageId)] });
    }

    /// <summary>Sends what an earlier process has left, and what this one could not send. One that cannot be sent holds up no other.</summary>
    public async Task SweepAsync(Func<OutboxBatch, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        foreach (var pending in State.Image.Pending().Where(pending => !_inMemory.ContainsKey(pending.Batch.Id) && IsLeftBehind(pending) && !IsGivenUp(pending)))
        {
            try
            {
                await SendAgainAsync(pending, send, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                _log.LogWarning(fault, "{Count} messages of the outbox could not be sent; it is tried again", pending.Batch.Messages.Count);
            }
        }
    }

    private async Task SendAgainAsync(PendingBatch pending, Func<OutboxBatch, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Counted before it is sent, as its message may end the process.
        if (IsOfEarlierProcess(pending) && !_resent.Contains(pending.Batch.Id))
        {
            await State.AppendAsync(new JournalEntry { Resent = [pending.Batch.Id] });
            _resent.Add(pending.Batch.Id);
        }

        await send(pending.Batch, cancellationToken);
        await SentAsync(pending.Batch);
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
        if (!IsOfEarlierProcess(pending) || (!outlived && !exhausted)) return false;

        foreach (var message in pending.Batch.Messages)
        {
            _log.LogError(
                "Message {MessageId} ({Type}) is given up: it was never consumed, in {Restarts} restarts since {Time}",
                message.MessageId, message.MessageTypes.FirstOrDefault(), pending.Resends, pending.Batch.CreatedAt);
        }

        State.Image.Drop(pending.Batch.Id);
        return true;
    }
}

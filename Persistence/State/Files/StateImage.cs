using System.Text.Json;

namespace Pipeline.Persistence.State.Files;

/// <summary>The whole state in memory, as of the last step that is on the disk. Its values never change, only its entries.</summary>
internal sealed class StateImage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, StoredRecord>> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<InboxKey, DateTimeOffset> _inbox = [];
    private readonly SortedDictionary<long, PendingBatch> _outbox = [];

    public StateImage(Snapshot snapshot)
    {
        LastBatch = snapshot.LastBatch;
        foreach (var record in snapshot.Records) Kind(record.Type)[record.Key] = new StoredRecord(record.State!.Value);
        foreach (var (key, time) in snapshot.Inbox) _inbox[key] = time;
        foreach (var pending in snapshot.Outbox) _outbox[pending.Batch.Id] = pending;
    }

    /// <summary>The number of the last batch that was ever stored.</summary>
    public long LastBatch { get; private set; }

    public JsonElement? Find(RecordKey key)
    {
        lock (_gate) return Kind(key.Type).GetValueOrDefault(key.Key)?.State;
    }

    /// <summary>The records of a kind that match, by key.</summary>
    public IEnumerable<KeyValuePair<string, StoredRecord>> Matching<T>(string type, Func<T, bool> predicate)
        where T : class
    {
        // Whoever commits waits for the gate: nothing but the copying is done inside.
        KeyValuePair<string, StoredRecord>[] all;
        lock (_gate) all = Kind(type).ToArray();
        return all.Where(record => record.Value.Matches(predicate)).OrderBy(record => record.Key, StringComparer.Ordinal);
    }

    public bool WasConsumed(InboxKey key)
    {
        lock (_gate) return _inbox.ContainsKey(key);
    }

    public IReadOnlyList<PendingBatch> Pending()
    {
        lock (_gate) return [.. _outbox.Values];
    }

    /// <summary>Whether a batch has messages that have not arrived.</summary>
    public bool IsPending(long batch)
    {
        lock (_gate) return _outbox.ContainsKey(batch);
    }

    /// <summary>Takes a step.</summary>
    public void Apply(JournalEntry entry)
    {
        lock (_gate)
        {
            if (entry.Consumed is { } consumed) _inbox[consumed] = entry.ConsumedAt!.Value;
            foreach (var change in entry.Changes ?? []) Apply(change);
            if (entry.Outbox is { } batch)
            {
                _outbox[batch.Id] = new PendingBatch(batch, Resends: 0);
                LastBatch = Math.Max(LastBatch, batch.Id);
            }

            foreach (var arrival in entry.Arrived ?? []) Apply(arrival);
            foreach (var resent in entry.Resent ?? [])
            {
                if (_outbox.TryGetValue(resent, out var pending)) _outbox[resent] = pending with { Resends = pending.Resends + 1 };
            }
        }
    }

    /// <summary>Forgets messages consumed before a time.</summary>
    public void ForgetConsumed(DateTimeOffset before)
    {
        lock (_gate)
        {
            foreach (var (key, _) in _inbox.Where(message => message.Value < before).ToList()) _inbox.Remove(key);
        }
    }

    /// <summary>Everything, to be written.</summary>
    /// <param name="segment">The first segment of the journal whose steps it does not have.</param>
    public Snapshot Capture(int segment)
    {
        lock (_gate)
        {
            return new Snapshot
            {
                Segment = segment,
                LastBatch = LastBatch,
                Records = [.. from kind in _records from record in kind.Value select new RecordChange(kind.Key, record.Key, record.Value.State)],
                Inbox = [.. _inbox.Select(message => new ConsumedMessage(message.Key, message.Value))],
                Outbox = [.. _outbox.Values],
            };
        }
    }

    private void Apply(RecordChange change)
    {
        if (change.State is { } state) Kind(change.Type)[change.Key] = new StoredRecord(state);
        else Kind(change.Type).Remove(change.Key);
    }

    private void Apply(Arrival arrival)
    {
        if (!_outbox.TryGetValue(arrival.Batch, out var pending)) return;

        if (pending.Without(arrival.MessageId) is { } rest) _outbox[arrival.Batch] = rest;
        else _outbox.Remove(arrival.Batch);
    }

    private Dictionary<string, StoredRecord> Kind(string type) =>
        _records.TryGetValue(type, out var kind) ? kind : _records[type] = new(StringComparer.Ordinal);
}

using System.Linq.Expressions;
using System.Text.Json;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>A state transaction on files: locks on records, copies of them, and at the end one step of the journal.</summary>
internal sealed class FileSession(FileOutbox outbox, StateTypes types, InboxKey? inbox, TimeProvider time) : IStateSession
{
    private readonly List<OutgoingMessage> _outgoing = [];
    private readonly Dictionary<RecordKey, Tracked> _tracked = [];
    private readonly HashSet<RecordKey> _locked = [];

    /// <summary>False where the message has had its effect. Waits for another delivery's end.</summary>
    public async Task<bool> EnterAsync(InboxKey message, CancellationToken cancellationToken)
    {
        await LockAsync(RecordKey.Of(message), cancellationToken);
        return !outbox.State.Image.WasConsumed(message);
    }

    public async Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
        where T : class => (T?)(await TrackAsync<T>(RecordKey.Of(types.Of<T>(), key), cancellationToken)).Now;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        var type = types.Of<T>().Name;
        var matches = predicate.Compile();
        var keys = outbox.State.Image.Matching(type, matches).Select(record => new RecordKey(type, record.Key));

        // What no longer matches once it is locked is left out, as it is in a database.
        List<T> found = [];
        foreach (var key in keys.Union(_tracked.Keys.Where(key => key.Type == type)).ToList())
        {
            if ((await TrackAsync<T>(key, cancellationToken)).Now is T state && matches(state)) found.Add(state);
        }

        return found;
    }

    public async Task<bool> TryAddAsync<T>(T state, CancellationToken cancellationToken)
        where T : class
    {
        var tracked = await TrackAsync<T>(KeyOf(state), cancellationToken);
        if (tracked.Now is not null) return false;

        tracked.Now = state;
        return true;
    }

    public void Remove<T>(T state)
        where T : class => _tracked[KeyOf(state)].Now = null;

    public void Undo<T>(T state)
        where T : class => _tracked.Remove(KeyOf(state));

    public void Capture(OutgoingMessage message)
    {
        lock (_outgoing) _outgoing.Add(message);
    }

    public async Task<OutboxBatch?> CommitAsync()
    {
        var changes = Changes();
        if (inbox is null && changes.Count == 0 && _outgoing.Count == 0) return null;

        var batch = _outgoing.Count > 0 ? outbox.NewBatch(_outgoing) : null;
        await outbox.State.AppendAsync(new JournalEntry
        {
            Consumed = inbox,
            ConsumedAt = inbox is null ? null : time.GetUtcNow(),
            Changes = changes.Count > 0 ? changes : null,
            Outbox = batch,
        });
        return batch;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var key in _locked) outbox.Locks.Release(this, key);
        _locked.Clear();
        return ValueTask.CompletedTask;
    }

    private async Task<Tracked> TrackAsync<T>(RecordKey key, CancellationToken cancellationToken)
    {
        await LockAsync(key, cancellationToken);
        if (_tracked.TryGetValue(key, out var tracked)) return tracked;

        var stored = outbox.State.Image.Find(key);
        return _tracked[key] = new Tracked(stored) { Now = stored is { } state ? state.Deserialize<T>(StateJson.Options) : null };
    }

    private async Task LockAsync(RecordKey key, CancellationToken cancellationToken)
    {
        await outbox.Locks.AcquireAsync(this, key, cancellationToken);
        _locked.Add(key);
    }

    private List<RecordChange> Changes()
    {
        List<RecordChange> changes = [];
        foreach (var (key, tracked) in _tracked)
        {
            JsonElement? now = tracked.Now is null ? null : JsonSerializer.SerializeToElement(tracked.Now, tracked.Now.GetType(), StateJson.Options);
            if (!Same(tracked.Stored, now)) changes.Add(new RecordChange(key.Type, key.Key, now));
        }

        return changes;
    }

    private static bool Same(JsonElement? stored, JsonElement? now) =>
        stored is { } before && now is { } after ? JsonElement.DeepEquals(before, after) : stored is null && now is null;

    private RecordKey KeyOf<T>(T state)
        where T : class
    {
        var type = types.Of<T>();
        return RecordKey.Of(type, type.Key(state));
    }

    private sealed class Tracked(JsonElement? stored)
    {
        public JsonElement? Stored => stored;

        public object? Now { get; set; }
    }
}

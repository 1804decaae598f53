namespace Pipeline.Persistence.RequestLog.Writing;

/// <summary>Entries that wait to be written, bounded by number and by size; the oldest give way.</summary>
/// <param name="maxEntries">How many may wait.</param>
/// <param name="maxCharacters">How many characters of prompts and answers may wait.</param>
internal sealed class PendingEntries(int maxEntries, long maxCharacters)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestEntry> _entries = new();
    private long _characters;
    private long _dropped;

    public void Add(RequestEntry entry)
    {
        lock (_gate)
        {
            _entries.Enqueue(entry);
            _characters += Content(entry);
            while (_entries.Count > maxEntries || (_characters > maxCharacters && _entries.Count > 1))
            {
                Dequeue();
                _dropped++;
            }
        }
    }

    /// <summary>Takes the oldest; empty where none waits.</summary>
    public IReadOnlyList<RequestEntry> Take(int most)
    {
        lock (_gate)
        {
            var batch = new RequestEntry[Math.Min(most, _entries.Count)];
            for (var index = 0; index < batch.Length; index++) batch[index] = Dequeue();
            return batch;
        }
    }

    /// <summary>How many have given way since this was last asked.</summary>
    public long TakeDropped()
    {
        lock (_gate)
        {
            var dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }

    private RequestEntry Dequeue()
    {
        var entry = _entries.Dequeue();
        _characters -= Content(entry);
        return entry;
    }

    private static long Content(RequestEntry entry) => (entry.Prompt?.Length ?? 0) + (entry.Answer?.Length ?? 0);
}

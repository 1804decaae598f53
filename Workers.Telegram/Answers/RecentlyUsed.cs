using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Workers.Telegram.Answers;

/// <summary>So many values, each for so long: the least recently used goes first. Safe for several threads.</summary>
/// <param name="capacity">Most values.</param>
/// <param name="lifetime">How long one is kept after it was put in, however often it is used.</param>
/// <param name="time">The clock.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node) && !IsOver(node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                value = node.Value.Value;
                return true;
            }

            value = default;
            return false;
        }
    }

    public void Put(TKey key, TValue value)
    {
        lock (_gate)
        {
            Drop(key);
            _entries[key] = _byUse.AddFirst(new Entry(key, value, time.GetTimestamp()));
            if (_entries.Count > capacity) Drop(_byUse.Last!.Value.Key);
        }
    }

    public void Remove(TKey key)
    {
        lock (_gate) Drop(key);
    }

    /// <summary>Removes every value of which this is true.</summary>
    public void RemoveAll(Predicate<TValue> condition)
    {
        lock (_gate)
        {
            foreach (var entry in _byUse.Where(entry => condition(entry.Value)).ToList()) Drop(entry.Key);
        }
    }

    private bool IsOver(LinkedListNode<Entry> node)
    {
        if (time.GetElapsedTime(node.Value.PutAt) < lifetime) return false;

        Drop(node.Value.Key);
        return true;
    }

    private void Drop(TKey key)
    {
        if (_entries.Remove(key, out var node)) _byUse.Remove(node);
    }

    private sealed record Entry(TKey Key, TValue Value, long PutAt);
}

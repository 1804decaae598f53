namespace Pipeline.Persistence.RequestLog.Files;

/// <summary>The newest entries of those offered, of which no more are kept in memory than are asked for.</summary>
internal sealed class NewestEntries(RequestQuery query)
{
    private static readonly Comparer<RequestEntry> OldestFirst = Comparer<RequestEntry>.Create((one, other) =>
        one.Time != other.Time ? one.Time.CompareTo(other.Time) : string.CompareOrdinal(one.RequestId, other.RequestId));

    private readonly PriorityQueue<RequestEntry, RequestEntry> _newest = new(OldestFirst);

    public void Offer(RequestEntry entry)
    {
        if (entry.Time < query.From || entry.Time >= query.To) return;
        if (query.After is { } last && OldestFirst.Compare(entry, last) >= 0) return;

        if (_newest.Count < query.Limit) _newest.Enqueue(entry, entry);
        else if (query.Limit > 0) _newest.EnqueueDequeue(entry, entry);
    }

    /// <summary>What was kept, newest first.</summary>
    public IEnumerable<RequestEntry> InOrder() =>
        _newest.UnorderedItems.Select(item => item.Element).OrderDescending(OldestFirst);
}

namespace Pipeline.Tokens.BytePairs;

/// <summary>
/// Merges many bytes as <see cref="PieceMerge"/> merges few. Parts form a linked list and their pairs a heap, so
/// that a merge costs the logarithm of the length, whatever the bytes.
/// </summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="most">The most bytes at a time.</param>
internal sealed class WindowMerge(Vocabulary vocabulary, int most)
{
    // By rank, and of equals the leftmost: the place is the key's lower half. A pair that is no more stays until its turn.
    private readonly PriorityQueue<int, ulong> _pairs = new(most);

    // By the place where a part begins.
    private readonly int[] _ends = new int[most];
    private readonly int[] _previous = new int[most + 1];
    private readonly int[] _ranks = new int[most];

    /// <summary>Where the token ends that begins at a place, once <see cref="Split"/> is done.</summary>
    public int EndOf(int start) => _ends[start];

    /// <summary>Splits bytes into their tokens.</summary>
    public void Split(ReadOnlySpan<byte> bytes)
    {
        for (var start = 0; start < bytes.Length; start++) (_ends[start], _previous[start]) = (start + 1, start - 1);
        for (var start = 0; start + 1 < bytes.Length; start++) Offer(start, vocabulary.RankOfTwo(bytes[start], bytes[start + 1]));
        _ranks[bytes.Length - 1] = Vocabulary.None;
        while (_pairs.TryDequeue(out var start, out var key))
        {
            if (_ranks[start] == (int)(key >> 32)) Merge(bytes, start);
        }
    }

    private void Merge(ReadOnlySpan<byte> bytes, int start)
    {
        var second = _ends[start];
        _ranks[second] = Vocabulary.None;
        _ends[start] = _ends[second];
        _previous[_ends[start]] = start;
        Offer(bytes, start);
        if (start > 0) Offer(bytes, _previous[start]);
    }

    private void Offer(ReadOnlySpan<byte> bytes, int start)
    {
        var end = _ends[start];
        Offer(start, end < bytes.Length ? vocabulary.Rank(bytes[start.._ends[end]]) : Vocabulary.None);
    }

    private void Offer(int start, int rank)
    {
        _ranks[start] = rank;
        if (rank != Vocabulary.None) _pairs.Enqueue(start, ((ulong)rank << 32) | (uint)start);
    }
}

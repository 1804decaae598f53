namespace Pipeline.Tokens.BytePairs;

/// <summary>
/// Splits a piece of any length, such as a megabyte of one letter, in time that grows with its length and in the
/// memory of one window. The piece is merged window by window. What a window's end may have spoiled is left
/// to the next one, which begins in front of it, where the window has put the end of a token.
/// <para>
/// That this changes nothing: no merge crosses the border between two final tokens, so each side of it was merged as if
/// it were alone, and some tokens in a row come out the same when merged by themselves. Where the next window begins
/// with the very token that the window before had in that place, the two tokens at the border are therefore final as a
/// pair. A row in which all neighbours are final as pairs is what the whole is merged to, since the first merge across
/// a border would have come about within the two tokens at it just the same. Where the next window begins with
/// another token, the window was too short, and all is done again with windows twice as long.
/// </para>
/// </summary>
internal static class LongPiece
{
    /// <summary>Bytes of the shortest windows.</summary>
    public const int Window = 1_024;

    /// <summary>The part of a window that is left to the next one; the others are longer than any token (128 bytes).</summary>
    private const int ShareLeft = 8;

    /// <summary>Splits a piece.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="ids">Takes the tokens; null where only their number is asked for.</param>
    /// <param name="window">Bytes of the first windows.</param>
    /// <returns>How many tokens there are.</returns>
    public static int Split(Vocabulary vocabulary, ReadOnlySpan<byte> piece, List<int>? ids, int window = Window)
    {
        var before = ids?.Count ?? 0;
        for (; ; window *= 2)
        {
            if (TrySplit(vocabulary, piece, window, ids) is { } count) return count;

            ids?.RemoveRange(before, ids.Count - before);
        }
    }

    /// <summary>The same with windows of one length; null where that is too short.</summary>
    internal static int? TrySplit(Vocabulary vocabulary, ReadOnlySpan<byte> piece, int window, List<int>? ids)
    {
        var merge = new WindowMerge(vocabulary, Math.Min(window, piece.Length));
        var count = 0;
        for (var expected = 0; ;)
        {
            var part = piece[..Math.Min(window, piece.Length)];
            merge.Split(part);
            if (expected > 0 && merge.EndOf(0) != expected) return null;

            var limit = part.Length == piece.Length ? part.Length : window - (window / ShareLeft);
            var end = 0;
            for (; end < part.Length && merge.EndOf(end) <= limit; end = merge.EndOf(end))
            {
                ids?.Add(vocabulary.Rank(part[end..merge.EndOf(end)]));
                count++;
            }

            piece = piece[end..];
            if (piece.IsEmpty) return count;

            expected = merge.EndOf(end) - end;
        }
    }
}

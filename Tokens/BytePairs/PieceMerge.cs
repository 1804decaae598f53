namespace Pipeline.Tokens.BytePairs;

/// <summary>
/// Merges the bytes of one short piece: again and again the neighbours that make the token of the lowest rank, the
/// leftmost of equals, until none make one. Looks at all neighbours each time, which for a word is the
/// quickest way; longer pieces are <see cref="LongPiece"/>'s.
/// </summary>
internal static class PieceMerge
{
    /// <summary>Bytes of the longest piece that is merged here.</summary>
    public const int MostBytes = 64;

    /// <summary>Numbers of room that <see cref="Split"/> needs.</summary>
    public const int Room = 2 * (MostBytes + 1);

    /// <summary>Splits a piece into its tokens.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="piece">The piece, not empty.</param>
    /// <param name="room">Working space; at its beginning are afterwards the tokens' places, and behind them the piece's end.</param>
    /// <returns>How many tokens there are.</returns>
    public static int Split(Vocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> room)
    {
        var count = piece.Length;
        var starts = room[..(count + 1)];

        // Of each part the rank that it makes together with the next one.
        var ranks = room[(count + 1)..];
        for (var part = 0; part <= count; part++) starts[part] = part;
        for (var part = 0; part + 1 < count; part++) ranks[part] = vocabulary.RankOfTwo(piece[part], piece[part + 1]);
        ranks[count - 1] = Vocabulary.None;

        while (Lowest(ranks[..count]) is var lowest && ranks[lowest] != Vocabulary.None)
        {
            starts[(lowest + 2)..(count + 1)].CopyTo(starts[(lowest + 1)..]);
            ranks[(lowest + 2)..count].CopyTo(ranks[(lowest + 1)..]);
            count--;
            ranks[lowest] = RankOfPair(vocabulary, piece, starts, lowest, count);
            if (lowest > 0) ranks[lowest - 1] = RankOfPair(vocabulary, piece, starts, lowest - 1, count);
        }

        return count;
    }

    private static int RankOfPair(Vocabulary vocabulary, ReadOnlySpan<byte> piece, ReadOnlySpan<int> starts, int part, int count) =>
        part + 1 < count ? vocabulary.Rank(piece[starts[part]..starts[part + 2]]) : Vocabulary.None;

    private static int Lowest(ReadOnlySpan<int> ranks)
    {
        var lowest = 0;
        for (var part = 1; part < ranks.Length; part++)
        {
            if (ranks[part] < ranks[lowest]) lowest = part;
        }

        return lowest;
    }
}

using System.Text;
using System.Text.Unicode;
using Pipeline.Tokens.BytePairs;

namespace Pipeline.Tokens;

/// <summary>
/// OpenAI's encoding <c>cl100k_base</c>. Its vocabulary takes some 20 ms to unpack, at the first use, and 2 MB from
/// then on.
/// </summary>
public sealed class Cl100kTokenizer : ITokenizer
{
    private readonly Lazy<Vocabulary> _vocabulary = new(VocabularyResource.Read);

    private Cl100kTokenizer()
    {
    }

    /// <summary>The one instance.</summary>
    public static Cl100kTokenizer Instance { get; } = new();

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<char> text)
    {
        using var utf8 = RentedBytes.OfText(text);
        return Encode(utf8.Span, utf8.Span.Length, ids: null);
    }

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<byte> utf8Text) => Utf8.IsValid(utf8Text)
        ? Encode(utf8Text, utf8Text.Length, ids: null)
        : CountTokens(Encoding.UTF8.GetString(utf8Text));

    /// <summary>
    /// Counts the tokens of a text that has not come to its end, as far as they are settled: whatever comes next,
    /// they are the whole text's first tokens.
    /// </summary>
    /// <param name="text">The text so far.</param>
    /// <param name="settled">How much of it they are. What follows is to be counted again together with what comes next.</param>
    public int CountSettledTokens(ReadOnlySpan<char> text, out int settled)
    {
        // The other half of a character may come next.
        if (!text.IsEmpty && char.IsHighSurrogate(text[^1])) text = text[..^1];

        using var utf8 = RentedBytes.OfText(text);
        var end = PieceScanner.EndOfSettled(utf8.Span);
        settled = Encoding.UTF8.GetCharCount(utf8.Span[..end]);
        return Encode(utf8.Span, end, ids: null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text)
    {
        using var utf8 = RentedBytes.OfText(text);
        var ids = new List<int>();
        Encode(utf8.Span, utf8.Span.Length, ids);
        return ids;
    }

    /// <param name="text">Valid UTF-8.</param>
    /// <param name="end">The end of a piece, up to which it is encoded.</param>
    /// <param name="ids">Takes the tokens; null where only their number is asked for.</param>
    private int Encode(ReadOnlySpan<byte> text, int end, List<int>? ids)
    {
        if (end == 0) return 0;

        var vocabulary = _vocabulary.Value;
        Span<int> room = stackalloc int[PieceMerge.Room];
        var count = 0;
        for (var start = 0; start < end;)
        {
            var next = PieceScanner.EndOfPiece(text, start);
            count += EncodePiece(vocabulary, text[start..next], room, ids);
            start = next;
        }

        return count;
    }

    private static int EncodePiece(Vocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> room, List<int>? ids)
    {
        // Most pieces are tokens.
        var rank = vocabulary.Rank(piece);
        if (rank != Vocabulary.None)
        {
            ids?.Add(rank);
            return 1;
        }

        if (piece.Length > PieceMerge.MostBytes) return LongPiece.Split(vocabulary, piece, ids);

        var count = PieceMerge.Split(vocabulary, piece, room);
        for (var token = 0; ids is not null && token < count; token++) ids.Add(vocabulary.Rank(piece[room[token]..room[token + 1]]));
        return count;
    }
}

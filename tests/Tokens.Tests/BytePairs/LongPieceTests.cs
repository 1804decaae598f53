using System.Text;
using Pipeline.Tokens.BytePairs;

namespace Pipeline.Tokens.Tests.BytePairs;

public sealed class LongPieceTests
{
    private static readonly Vocabulary Vocabulary = VocabularyResource.Read();

    public static TheoryData<string> Letters => ["a", "ab", "abc", "hahaha", "=", "*-", " ", "\t", "漢", "漢字", "é", "\u0301", "ſ", "zyxwvutsrqponm", "Aa"];

    [Theory]
    [MemberData(nameof(Letters))]
    public void Windows_change_no_token(string letters)
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(letters, 20_000 / letters.Length)));

        AssertSameAsWhole(piece, window: 1_024);
        AssertSameAsWhole(piece, window: 256);
    }

    [Fact]
    public void Windows_change_no_token_of_random_letters()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var alphabet = Enumerable.Range(0, random.Next(2, 40)).Select(_ => (char)random.Next('a', 'a' + 26)).ToArray();
            var piece = Enumerable.Range(0, random.Next(1_000, 6_000)).Select(_ => (byte)alphabet[random.Next(alphabet.Length)]).ToArray();

            AssertSameAsWhole(piece, window: 256 << (round % 3));
        }
    }

    [Fact]
    public void A_window_that_is_too_short_is_noticed()
    {
        var spaces = Encoding.UTF8.GetBytes(new string(' ', 3_000));

        Assert.Null(LongPiece.TrySplit(Vocabulary, spaces, window: 300, ids: null));
        AssertSameAsWhole(spaces, window: 300);
    }

    [Theory]
    [InlineData("a", 8)]
    [InlineData(" ", 128)]
    [InlineData("0", 3)]
    [InlineData("ab", 2)]
    public void A_megabyte_of_the_same_is_counted(string letters, int lettersOfToken)
    {
        var text = string.Concat(Enumerable.Repeat(letters, (1 << 20) / letters.Length));

        Assert.Equal((text.Length + lettersOfToken - 1) / lettersOfToken, Cl100kTokenizer.Instance.CountTokens(text));
    }

    [Fact]
    public void A_megabyte_without_a_space_is_counted()
    {
        var random = new Random(6);
        var text = string.Concat(Enumerable.Range(0, 350_000).Select(_ => (char)random.Next(0x4E00, 0x9FA5)));

        Assert.Equal(Cl100kTokenizer.Instance.EncodeToIds(text).Count, Cl100kTokenizer.Instance.CountTokens(text));
    }

    private static void AssertSameAsWhole(byte[] piece, int window)
    {
        var ids = new List<int> { -1 };

        Assert.Equal(Whole(piece).Count, LongPiece.Split(Vocabulary, piece, ids, window));
        Assert.Equal([-1, .. Whole(piece)], ids);
    }

    private static List<int> Whole(byte[] piece)
    {
        var merge = new WindowMerge(Vocabulary, piece.Length);
        merge.Split(piece);
        var ids = new List<int>();
        for (var start = 0; start < piece.Length; start = merge.EndOf(start)) ids.Add(Vocabulary.Rank(piece.AsSpan(start..merge.EndOf(start))));
        return ids;
    }
}

using Pipeline.Tokens;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class GrowingTextTests
{
    private const string Sentence = "It's 12345 o'clock:\n\n  the naïve 漢字 👩\u200D🚀 say \"don't\"...  \t\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Pieces_count_as_the_text_that_they_make(int longestPiece)
    {
        var whole = string.Concat(Enumerable.Repeat(Sentence, 4 * GrowingText.MostWaiting / Sentence.Length));
        var random = new Random(3);
        var text = new GrowingText();
        for (int at = 0, length; at < whole.Length; at += length)
        {
            length = Math.Min(random.Next(longestPiece) + 1, whole.Length - at);
            text.Add(whole.AsSpan(at, length));
        }

        Assert.Equal(Cl100kTokenizer.Instance.CountTokens(whole), text.CountTokens());
    }

    [Fact]
    public void A_count_may_be_asked_for_at_any_time()
    {
        var text = new GrowingText();
        Assert.Equal(0, text.CountTokens());

        text.Add("light");
        Assert.Equal(Cl100kTokenizer.Instance.CountTokens("light"), text.CountTokens());

        text.Add("house");
        Assert.Equal(Cl100kTokenizer.Instance.CountTokens("lighthouse"), text.CountTokens());
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('=')]
    public void A_word_without_end_is_counted_too(char letter)
    {
        var text = new GrowingText();
        for (var piece = 0; piece < 1_000; piece++) text.Add(new string(letter, 500));

        var exact = Cl100kTokenizer.Instance.CountTokens(new string(letter, 500_000));
        Assert.InRange(text.CountTokens(), exact, exact + (500_000 / GrowingText.MostWaiting));
    }
}

namespace Pipeline.Tokens.Tests;

public sealed class SettledTokensTests
{
    [Fact]
    public void What_is_settled_stays_whatever_comes_next()
    {
        var texts = new RandomTexts(seed: 7);
        foreach (var (first, second) in texts.Take(3_000).Zip(texts.Take(3_000)))
        {
            var count = Cl100kTokenizer.Instance.CountSettledTokens(first, out var settled);
            var whole = first + second;

            Assert.Equal(Cl100kTokenizer.Instance.CountTokens(whole), count + Cl100kTokenizer.Instance.CountTokens(whole.AsSpan(settled)));
        }
    }

    [Fact]
    public void Nearly_all_of_a_text_is_settled()
    {
        Cl100kTokenizer.Instance.CountSettledTokens("One word, and another.\n\nThat's (nearly) all.", out var settled);

        Assert.InRange(settled, 30, 43);
    }
}

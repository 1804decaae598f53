using System.Security.Cryptography;
using System.Text;
using Pipeline.Tokens.Tests.Tiktoken;

namespace Pipeline.Tokens.Tests;

/// <summary>Prose in many scripts, code in many languages, data, logs, and what is odd: all of it counts as in tiktoken.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. Corpus.Golden.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_has_the_tokens_that_tiktoken_gave_it(string name)
    {
        var text = Corpus.Texts[name];
        var golden = Corpus.Golden.Single(golden => golden.Name == name);

        var ids = Cl100kTokenizer.Instance.EncodeToIds(text);

        Assert.Equal(golden.Count, ids.Count);
        Assert.Equal(golden.Hash, Hash(string.Join(' ', ids)));
        Assert.Equal(golden.Count, Cl100kTokenizer.Instance.CountTokens(text));
        Assert.Equal(golden.Count, Cl100kTokenizer.Instance.CountTokens(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void The_corpus_is_what_tiktoken_was_asked_about() =>
        Assert.Equal(Corpus.Golden.Select(golden => golden.Name).Order(StringComparer.Ordinal), Corpus.Texts.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_installed_tiktoken_gives_the_same_tokens()
    {
        var texts = Corpus.Texts.OrderBy(text => text.Key, StringComparer.Ordinal).ToList();

        var expected = await NpmTiktoken.EncodeAsync(texts.Select(text => text.Value));

        Assert.All(texts.Zip(expected), pair => Assert.Equal(pair.Second, string.Join(' ', Cl100kTokenizer.Instance.EncodeToIds(pair.First.Value))));
    }

    [Fact]
    public async Task Many_threads_count_at_once()
    {
        var counts = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Corpus.Golden.All(golden => Cl100kTokenizer.Instance.CountTokens(Corpus.Texts[golden.Name]) == golden.Count)));

        Assert.All(await Task.WhenAll(counts), Assert.True);
    }

    private static string Hash(string ids) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ids)))[..16];
}

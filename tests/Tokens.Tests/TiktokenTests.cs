using System.Text.Json;
using Pipeline.TestKit.Node;
using Pipeline.Tokens.BytePairs;
using Pipeline.Tokens.Tests.Tiktoken;

namespace Pipeline.Tokens.Tests;

/// <summary>Compares with the npm package <c>tiktoken</c> as it is installed.</summary>
public sealed class TiktokenTests
{
    [Fact]
    public async Task Ten_thousand_random_texts_have_the_same_tokens()
    {
        var texts = new RandomTexts(seed: 20_240_517).Take(10_000).ToList();

        var expected = await NpmTiktoken.EncodeAsync(texts);

        Assert.Equal(texts.Count, expected.Count);
        Assert.All(texts.Zip(expected), pair =>
        {
            var ids = Cl100kTokenizer.Instance.EncodeToIds(pair.First);
            Assert.Equal(pair.Second, string.Join(' ', ids));
            Assert.Equal(ids.Count, Cl100kTokenizer.Instance.CountTokens(pair.First));
        });
    }

    [Fact]
    public async Task Every_character_is_of_the_same_kind()
    {
        var categories = await NpmTiktoken.CategoriesAsync();

        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF) continue;

            var expected = categories[0].Contains(code) ? CharKind.Letter
                : categories[1].Contains(code) ? CharKind.Number
                : code is '\r' or '\n' ? CharKind.LineBreak
                : categories[2].Contains(code) ? CharKind.Space
                : CharKind.Symbol;
            Assert.True(expected == CharKinds.OfCodePoint(code), $"U+{code:X4} is {CharKinds.OfCodePoint(code)} here and {expected} there.");
        }
    }

    [Fact]
    public async Task Contractions_know_both_cases_of_their_letters()
    {
        var letters = (await NpmTiktoken.CategoriesAsync())[3].Select(char.ConvertFromUtf32);

        Assert.Equal("DELMRSTVdelmrstvſ", string.Concat(letters.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_vocabulary_is_the_packages()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TiktokenPackage.Find(), "encoders", "cl100k_base.json")));
        var expected = json.RootElement.GetProperty("bpe_ranks").GetString()!
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => line.Split(' ')[2..]).ToList();

        var vocabulary = VocabularyResource.Read();

        Assert.Equal(expected, Enumerable.Range(0, vocabulary.Count).Select(rank => Convert.ToBase64String(vocabulary.Bytes(rank))));
        Assert.All(Enumerable.Range(0, vocabulary.Count), rank => Assert.Equal(rank, vocabulary.Rank(vocabulary.Bytes(rank))));
    }
}

using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

public sealed class Markdown_looks_in_Telegram_as_a_person_would_want_it
{
    public static TheoryData<CorpusCase> Cases => [.. CorpusCase.All()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void As_the_corpus_says(CorpusCase sample)
    {
        var rendered = MarkdownRenderer.Render(sample.Markdown);

        Assert.Equal(sample.Expected, Wire.Notation(rendered));
        if (!rendered.IsEmpty) Assert.Empty(Wire.Faults(rendered));
    }

    [Fact]
    public void The_corpus_has_at_least_a_hundred_cases() => Assert.True(CorpusCase.All().Count() >= 100);
}

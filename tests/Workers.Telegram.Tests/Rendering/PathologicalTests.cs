using System.Text;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

public sealed class A_malicious_text
{
    private const int Small = 100_000;

    public static TheoryData<string> Units =>
        [">", "> ", "[", "![", "[a](", "**a ", "_a*b ", "a**b", "1. ", "- ", "`", "``x` ", "[a]: b\n", "[^1]: x\n", "[^1]\n\n[^1]: x\n\n", "<? ", "<!--", "| a ", "| a |\n", "> - > - a\n", "\u0301", "&", "\t", "~~a "];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Neither_hangs_the_renderer_nor_overflows_its_stack(string unit)
    {
        var markdown = new StringBuilder().Insert(0, unit, Small / unit.Length).ToString();

        var work = Task.Run(() => (MessageSplitter.Split(MarkdownRenderer.Render(markdown)), LiveView.Of(MarkdownRenderer.RenderUnfinished(markdown))));

        var (messages, live) = await work.Soon();
        Assert.All(messages.Append(live).Where(message => !message.IsEmpty), message => Assert.Empty(Wire.Faults(message)));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("- ")]
    public void Still_shows_what_stands_behind_ten_thousand_brackets(string unit)
    {
        var markdown = new StringBuilder().Insert(0, unit, 10_000).Append("the point").ToString();

        Assert.EndsWith("the point", MarkdownRenderer.Render(markdown).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_megabyte_of_an_ordinary_text_keeps_all_its_words()
    {
        var markdown = string.Concat(Enumerable.Range(0, 12_000).Select(number => $"## Part {number}\n\nSome **bold {number}** text with `code` and [a link](https://example.com/{number}).\n\n"));

        var messages = MessageSplitter.Split(MarkdownRenderer.Render(markdown));

        Assert.Equal(12_000, messages.Sum(message => message.Entities.Count(entity => entity.Url is not null)));
        Assert.Contains("Part 11999", messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Becomes_readable_where_it_holds_what_Telegram_drops() =>
        Assert.Equal("a\uFFFDb\uFFFDc d e", Wire.Notation(MarkdownRenderer.Render("a\u0000b\uD83Dc\u202E d\u0007e")));
}

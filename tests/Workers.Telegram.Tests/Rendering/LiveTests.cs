using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

public sealed class A_text_that_is_still_being_written
{
    [Theory]
    [InlineData("Now **bold", "Now ⟨bold⟩bold⟨/bold⟩")]
    [InlineData("Now **", "Now")]
    [InlineData("Now **bold *both", "Now ⟨bold⟩bold ⟨italic⟩both⟨/italic⟩⟨/bold⟩")]
    [InlineData("A **b** and *c", "A ⟨bold⟩b⟨/bold⟩ and ⟨italic⟩c⟨/italic⟩")]
    [InlineData("Open *a **b**", "Open ⟨italic⟩a ⟨bold⟩b⟨/bold⟩⟨/italic⟩")]
    [InlineData("Call `foo(", "Call ⟨code⟩foo(⟨/code⟩")]
    [InlineData("Call `", "Call")]
    [InlineData("Call `**foo", "Call ⟨code⟩**foo⟨/code⟩")]
    [InlineData("~~gone", "⟨strikethrough⟩gone⟨/strikethrough⟩")]
    [InlineData("See [the docs](https://exam", "See the docs")]
    [InlineData("See ![a chart](out/ch", "See a chart")]
    [InlineData("See [the do", "See [the do")]
    [InlineData("Look:\n```py\nprint(", "Look:\n\n⟨pre py⟩print(⟨/pre⟩")]
    [InlineData("Look:\n```py\nprint()\n``", "Look:\n\n⟨pre py⟩print()⟨/pre⟩")]
    [InlineData("Steps\n-", "Steps")]
    [InlineData("Steps\n=", "Steps")]
    [InlineData("Steps\n- one\n- ", "Steps\n\n• one")]
    [InlineData("2 * 3", "2 * 3")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("A\n\n**closed** end", "A\n\n⟨bold⟩closed⟨/bold⟩ end")]
    public void Looks_as_it_will(string markdown, string expected) =>
        Assert.Equal(expected, Wire.Notation(MarkdownRenderer.RenderUnfinished(markdown)));

    [Fact]
    public void Shows_its_newest_part()
    {
        var text = MarkdownRenderer.Render(string.Join("\n\n", Enumerable.Range(0, 500).Select(number => $"Paragraph **{number}** of some length, and more of it.")));

        var live = LiveView.Of(text);

        Assert.StartsWith("…\nParagraph ", live.Text, StringComparison.Ordinal);
        Assert.EndsWith("Paragraph 499 of some length, and more of it.", live.Text, StringComparison.Ordinal);
        Assert.InRange(live.Text.Length, MessageLimits.Text * 3 / 4, MessageLimits.Text);
        Assert.Empty(Wire.Faults(live));
    }

    [Fact]
    public void Is_code_where_its_newest_part_is_code()
    {
        var markdown = "```cs\n" + string.Join('\n', Enumerable.Range(0, 5000).Select(line => $"    line {line};"));

        foreach (var newest in new[] { int.MaxValue, 6000 })
        {
            var live = LiveView.Of(MarkdownRenderer.RenderUnfinished(markdown, newest));

            var code = Assert.Single(live.Entities);
            Assert.Equal((MessageEntityType.Pre, "cs"), (code.Type, code.Language));
            Assert.StartsWith("    line ", live.Text[code.Offset..], StringComparison.Ordinal);
            Assert.EndsWith("line 4999;", live.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Begins_with_a_whole_passage_where_only_its_end_is_looked_at()
    {
        var markdown = string.Join("\n\n", Enumerable.Range(0, 500).Select(number => $"Paragraph {number} **is bold\nover** lines."));

        var text = MarkdownRenderer.RenderUnfinished(markdown, 2000);

        Assert.StartsWith("Paragraph ", text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("**", text.Text, StringComparison.Ordinal);
        Assert.InRange(text.Text.Length, 1000, 2000);
    }

    [Fact]
    public void Folds_its_thinking()
    {
        var thinking = MarkdownRenderer.Render("I wonder.\n\n> a quote\n\n```c\nx\n```").Folded();
        var answer = FormattedText.Join([thinking, FormattedText.Of("🔧 Read: src/app.ts"), MarkdownRenderer.Render("**Done**")]);

        Assert.Equal(
            "⟨expandable_blockquote⟩I wonder.\n\na quote\n\n⟨pre c⟩x⟨/pre⟩⟨/expandable_blockquote⟩\n\n🔧 Read: src/app.ts\n\n⟨bold⟩Done⟨/bold⟩",
            Wire.Notation(answer));
        Assert.Empty(Wire.Faults(answer));
    }

    [Theory]
    [InlineData("```cs\n", "    line of code;\n", "```\n\nDone.", "line of code;")]
    [InlineData("", "one line of a paragraph\n", "\n\nDone.", "one line of a paragraph")]
    [InlineData("", "no line ends here ", "\n\nDone.", "no line ends here")]
    public void Is_not_cut_down_to_its_last_words(string opening, string line, string ending, string expected)
    {
        const int Newest = 2000;
        var markdown = opening + string.Concat(Enumerable.Repeat(line, 500)) + ending;

        var text = MarkdownRenderer.RenderUnfinished(markdown, Newest);

        Assert.InRange(text.Text.Length, Newest / 2, Newest);
        Assert.Contains(expected, text.Text, StringComparison.Ordinal);
        Assert.EndsWith("Done.", text.Text, StringComparison.Ordinal);
        Assert.Equal(opening.Length > 0, text.Entities.Any(entity => entity.Type == MessageEntityType.Pre));
    }
}

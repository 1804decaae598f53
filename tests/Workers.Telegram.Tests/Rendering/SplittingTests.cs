using System.Globalization;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

public sealed class A_long_answer
{
    [Fact]
    public void Is_cut_between_paragraphs()
    {
        var paragraphs = Enumerable.Range(0, 20).Select(number => $"Paragraph {number}. " + new string('x', 700)).ToList();

        var messages = Split(string.Join("\n\n", paragraphs));

        Assert.All(messages, message => Assert.StartsWith("Paragraph", message.Text, StringComparison.Ordinal));
        Assert.Equal(paragraphs, messages.SelectMany(message => message.Text.Split("\n\n")));
    }

    [Fact]
    public void Keeps_a_block_of_code_in_one_message_if_it_fits_there()
    {
        var code = string.Join('\n', Enumerable.Range(0, 200).Select(line => $"line {line};"));

        var messages = Split($"{new string('x', 2000)}\n\n```c\n{code}\n```\n\nEnd.");

        var holder = Assert.Single(messages, message => message.Text.Contains("line 0;", StringComparison.Ordinal));
        Assert.Contains(code, holder.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Continues_a_longer_block_of_code_as_code_of_the_same_language_at_the_same_indent()
    {
        var code = string.Join('\n', Enumerable.Range(0, 1000).Select(line => $"    line {line};"));

        var messages = Split($"Look:\n\n```rust\n{code}\n```\n\nEnd.");

        Assert.True(messages.Count > 3);
        var blocks = messages.Select(message => (message.Text, Pre: Assert.Single(message.Entities))).ToList();
        Assert.All(blocks, block => Assert.Equal((MessageEntityType.Pre, "rust"), (block.Pre.Type, block.Pre.Language)));
        Assert.Equal(code, string.Join('\n', blocks.Select(block => block.Text.Substring(block.Pre.Offset, block.Pre.Length))));
    }

    [Fact]
    public void Never_cuts_a_character_as_people_see_it()
    {
        const string Family = "👩‍👩‍👧‍👦";
        var messages = Split(string.Concat(Enumerable.Repeat(Family, 2000)));

        Assert.All(messages, message => Assert.All(Elements(message.Text), element => Assert.Equal(Family, element)));
        Assert.Equal(2000, messages.Sum(message => Elements(message.Text).Count()));
    }

    [Fact]
    public void Never_cuts_a_link_or_inline_code_that_could_stay_whole()
    {
        var messages = Split(string.Concat(Enumerable.Range(0, 150).Select(number => $"some words [a link of some words](https://example.com/{number}) and `code of words {number}` ")));

        Assert.All(messages.SelectMany(message => message.Entities.Where(entity => entity.Type == MessageEntityType.TextLink).Select(entity => message.Text.Substring(entity.Offset, entity.Length))),
            label => Assert.Equal("a link of some words", label));
        Assert.Equal(150, messages.Sum(message => message.Entities.Count(entity => entity.Type == MessageEntityType.TextLink)));
    }

    [Fact]
    public void Loses_no_formatting_where_it_has_more_than_a_message_may_have()
    {
        var messages = Split(string.Concat(Enumerable.Range(0, 500).Select(number => $"word {number} then **bold {number}** ")));

        Assert.All(messages, message => Assert.InRange(message.Entities.Count, 1, MessageLimits.Entities));
        Assert.Equal(500, messages.Sum(message => message.Entities.Count));
    }

    [Fact]
    public void Keeps_what_matters_most_where_everything_is_formatted()
    {
        var messages = Split(string.Concat(Enumerable.Range(0, 300).Select(_ => "*i* ")) + "[link](https://example.com)");

        Assert.Contains(messages, message => message.Entities.Any(entity => entity.Type == MessageEntityType.TextLink));
        Assert.All(messages, message => Assert.InRange(message.Entities.Count, 1, MessageLimits.Entities));
    }

    [Fact]
    public void Fills_its_messages()
    {
        var words = string.Concat(Enumerable.Range(0, 6000).Select(number => $"word{number} "));

        var messages = Split(words);

        Assert.All(messages.SkipLast(1), message => Assert.InRange(message.Text.Length, MessageLimits.Text - 20, MessageLimits.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("\u200B\u2800")]
    public void Is_no_message_where_there_is_nothing_to_see(string markdown) => Assert.Empty(Split(markdown));

    private static IReadOnlyList<FormattedText> Split(string markdown)
    {
        var messages = MessageSplitter.Split(MarkdownRenderer.Render(markdown));
        Assert.All(messages, message => Assert.Empty(Wire.Faults(message)));
        return messages;
    }

    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();) yield return elements.GetTextElement();
    }
}

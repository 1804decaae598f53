using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;

namespace Pipeline.Workers.Telegram.Tests.Rendering;

public sealed partial class Whatever_is_written
{
    private const int Texts = 1500;

    [Fact]
    public void Telegram_takes_it_whole_cut_live_and_folded()
    {
        foreach (var markdown in RandomTexts())
        {
            var rendered = MarkdownRenderer.Render(markdown);
            var unfinished = MarkdownRenderer.RenderUnfinished(markdown, 200);
            AssertTaken(markdown, MessageSplitter.Split(rendered));
            AssertTaken(markdown, MessageSplitter.Split(rendered, 100));
            AssertTaken(markdown, [LiveView.Of(rendered), LiveView.Of(rendered, 100), LiveView.Of(unfinished), LiveView.Of(rendered.Folded()), Plain(LiveView.Of(rendered))]);
        }
    }

    [Fact]
    public void No_word_of_it_is_lost()
    {
        foreach (var markdown in RandomTexts())
        {
            var invisible = Invisible(markdown);
            var said = string.Concat(MessageSplitter.Split(MarkdownRenderer.Render(markdown)).Select(Said));
            foreach (Match word in Word().Matches(markdown))
                Assert.True(said.Contains(word.Value, StringComparison.Ordinal) || invisible.Contains(word.Value, StringComparison.Ordinal), $"{word.Value} is lost of {JsonSerializer.Serialize(markdown)}");
        }
    }

    [Fact]
    public void What_the_parts_say_is_what_the_whole_says()
    {
        foreach (var markdown in RandomTexts().Take(300))
        {
            var rendered = MarkdownRenderer.Render(markdown);
            var parts = MessageSplitter.Split(rendered, 64);
            Assert.Equal(Visible(rendered.Text), Visible(string.Concat(parts.Select(part => part.Text))));
        }
    }

    private static IEnumerable<string> RandomTexts()
    {
        for (var seed = 0; seed < Texts; seed++)
        {
            var random = new RandomMarkdown(seed);
            var text = random.Text(1 + random.Next(seed % 50 == 0 ? 600 : 120));
            yield return text;
            yield return random.Mutate(text);
        }

        var mutations = new RandomMarkdown(Texts);
        foreach (var sample in CorpusCase.All())
            for (var time = 0; time < 10; time++)
                yield return mutations.Mutate(sample.Markdown);
    }

    /// <summary>As it goes where its formatting is refused.</summary>
    private static FormattedText Plain(FormattedText text) => new(text.Text.Trim(), []);

    private static void AssertTaken(string markdown, IEnumerable<FormattedText> messages)
    {
        foreach (var message in messages.Where(message => !message.IsEmpty))
        {
            var faults = Wire.Faults(message);
            Assert.True(faults.Count == 0, $"{string.Join("; ", faults)} in {JsonSerializer.Serialize(markdown)}");
        }
    }

    /// <summary>What a message says to a person: its text, and where its links lead.</summary>
    private static string Said(FormattedText message) =>
        message.Text + string.Concat(message.Entities.Select(entity => $" {entity.Url} {entity.Language}"));

    /// <summary>What markdown itself keeps from view: titles of links, targets within the page, and definitions that are replaced by their use.</summary>
    private static string Invisible(string markdown) => string.Join(' ', Markdown.Parse(markdown).Descendants()
        .Select(node => node switch
        {
            LinkInline link => $"{link.Title} {(link.Url?.StartsWith('#') == true ? link.Url : "")} {(link.Parent is LinkInline ? link.Url : "")} {link.Label}",
            LinkReferenceDefinition definition => $"{definition.Label} {definition.Title} {definition.Url}",
            _ => "",
        }));

    private static string Visible(string text) => string.Concat(text.EnumerateRunes().Where(rune => VisibleText.IsIn(rune.ToString())));

    [GeneratedRegex("w[0-9]+q", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}

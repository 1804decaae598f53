using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Syntax;
using Pipeline.Workers.Telegram.Rendering.Blocks;
using Pipeline.Workers.Telegram.Rendering.Source;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>Makes of markdown what Telegram can show.</summary>
internal static class MarkdownRenderer
{
    private const int MaxDocument = 128 * 1024;

    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <summary>
    /// Renders a finished text, whatever it is. What is nested too deeply for the parser goes as it stands. Of a very
    /// long text the parts stand alone: definitions of links take a time that grows with the square of their number.
    /// </summary>
    public static FormattedText Render(string markdown)
    {
        var parts = Passages.Gather(TamedMarkdown.Of(markdown), MaxDocument);
        return FormattedText.Join(parts.Select(part => TryRender(part) ?? RenderPassages(part)));
    }

    /// <summary>
    /// Renders a text that is still being written: what its end has opened is closed, what may yet become something
    /// else is held back, and of a long text only the end is looked at.
    /// </summary>
    /// <param name="markdown">The text so far.</param>
    /// <param name="newest">How many characters of its end are enough.</param>
    public static FormattedText RenderUnfinished(string markdown, int newest = int.MaxValue) =>
        Render(UnfinishedMarkdown.Complete(NewestMarkdown.Of(markdown, newest)));

    private static FormattedText RenderPassages(string markdown) =>
        FormattedText.Join(Passages.Of(markdown).Select(passage => TryRender(passage) ?? FormattedText.Of(passage)));

    private static FormattedText? TryRender(string markdown)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // That is how Markdig says that something is nested too deeply.
            return null;
        }

        var writer = new EntityWriter();
        new BlockRenderer(writer).Write(document);
        return writer.Finish();
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseTaskLists()
            .UseAutoLinks()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseFootnotes()
            .UseAlertBlocks();

        // A block of HTML is text to a person in a chat, and the markdown within it is markdown.
        builder.BlockParsers.TryRemove<HtmlBlockParser>();
        return builder.Use(new KeptFootnotes()).Build();
    }
}

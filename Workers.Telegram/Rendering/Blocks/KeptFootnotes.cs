using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Syntax;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>Keeps the footnotes that no text refers to, which the parser drops: they were written to be read.</summary>
internal sealed class KeptFootnotes : IMarkdownExtension
{
    /// <summary>Those that are referred to by their order in the text, then the others.</summary>
    public static IEnumerable<Footnote> Of(MarkdownDocument document) =>
        document.GetData(typeof(KeptFootnotes)) is List<Footnote> footnotes
            ? footnotes.OrderBy(footnote => footnote.Order <= 0 ? int.MaxValue : footnote.Order)
            : [];

    /// <inheritdoc/>
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.BlockParsers.FindExact<FootnoteParser>()!.Closed += (processor, block) =>
    {
        if (processor.Document.GetData(typeof(KeptFootnotes)) is not List<Footnote> footnotes)
            processor.Document.SetData(typeof(KeptFootnotes), footnotes = []);
        footnotes.Add((Footnote)block);
    };

    /// <inheritdoc/>
    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        // Rendering is ours.
    }
}

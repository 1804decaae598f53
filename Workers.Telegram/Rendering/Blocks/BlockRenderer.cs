using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering.Inlines;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>Writes the blocks of a document. Their depth is bounded by the parser, which refuses more than 128 levels.</summary>
internal sealed class BlockRenderer
{
    private readonly EntityWriter _writer;
    private readonly UsedReferences _references = new();
    private readonly InlineRenderer _inlines;
    private readonly ListRenderer _lists;
    private int _quotes;

    public BlockRenderer(EntityWriter writer)
    {
        _writer = writer;
        _inlines = new InlineRenderer(writer, _references);
        _lists = new ListRenderer(writer, WriteAll);
    }

    public void Write(MarkdownDocument document)
    {
        WriteAll(document);
        WriteFootnotes(KeptFootnotes.Of(document));
        foreach (var definition in document.Descendants<LinkReferenceDefinition>())
            if (definition is not FootnoteLinkReferenceDefinition && !_references.Contains(definition)) WriteDefinition(definition);
    }

    private void WriteAll(ContainerBlock container)
    {
        foreach (var block in container) Write(block);
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                WriteHeading(heading);
                break;
            case CodeBlock code:
                CodeRenderer.Write(_writer, code);
                break;
            case ListBlock list:
                _lists.Write(list);
                break;
            case QuoteBlock quote:
                WriteQuote(quote);
                break;
            case Table table:
                _writer.EndBlock();
                new TableRenderer(_writer, _references).Write(table);
                _writer.EndBlock();
                break;
            case ThematicBreakBlock:
                _writer.EndBlock();
                _writer.Write("──────────");
                _writer.EndBlock();
                break;
            case FootnoteGroup or LinkReferenceDefinitionGroup:
                break;
            case ContainerBlock container:
                WriteAll(container);
                break;
            case LeafBlock leaf:
                WriteParagraph(leaf);
                break;
        }
    }

    private void WriteParagraph(LeafBlock paragraph)
    {
        _writer.EndBlock();
        if (paragraph.Inline is not null) _inlines.Write(paragraph.Inline);
        else _writer.WriteLines(paragraph.Lines.ToString());
        _writer.EndBlock();
    }

    private void WriteHeading(HeadingBlock heading)
    {
        _writer.EndBlock();
        var start = _writer.Begin();
        _inlines.Write(heading.Inline);
        _writer.Mark(MessageEntityType.Bold, start);
        if (heading.Level == 1) _writer.Mark(MessageEntityType.Underline, start);
        if (heading.Level > 2) _writer.Mark(MessageEntityType.Italic, start);
        _writer.EndBlock();
    }

    /// <summary>Telegram does not nest quotes: an inner one keeps the sign that it has in the source.</summary>
    private void WriteQuote(QuoteBlock quote)
    {
        _writer.EndBlock();
        var start = _writer.Begin();
        var prefix = _writer.Prefix;
        if (_quotes++ > 0)
        {
            _writer.WriteMark("> ");
            _writer.Prefix = prefix + "> ";
        }

        if (quote is AlertBlock alert) WriteAlert(alert.Kind.ToString());
        WriteAll(quote);
        _writer.Prefix = prefix;
        if (--_quotes == 0) _writer.Mark(MessageEntityType.Blockquote, start);
        _writer.EndBlock();
    }

    private void WriteAlert(string kind)
    {
        var start = _writer.Begin();
        _writer.Write(kind.ToUpperInvariant());
        _writer.Mark(MessageEntityType.Bold, start);
        _writer.EndLine();
        _writer.Begin();
    }

    private void WriteFootnotes(IEnumerable<Footnote> footnotes)
    {
        _writer.EndBlock();
        _writer.MaxBreaks = 1;
        foreach (var footnote in footnotes)
        {
            _writer.EndLine();
            _writer.WriteMark($"[{footnote.Label?.TrimStart('^')}] ");
            WriteAll(footnote);
            _writer.LeaveMark();
        }

        _writer.MaxBreaks = 2;
        _writer.EndBlock();
    }

    private void WriteDefinition(LinkReferenceDefinition definition)
    {
        _writer.EndLine();
        _writer.Write($"[{definition.Label}]: {definition.Url}");
        if (!string.IsNullOrEmpty(definition.Title)) _writer.Write($" {definition.Title.ReplaceLineEndings(" ")}");
        _writer.EndLine();
    }
}

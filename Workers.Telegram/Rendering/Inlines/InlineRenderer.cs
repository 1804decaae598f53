using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Inlines;

/// <summary>
/// Writes what is within a paragraph. The walk keeps its own stack: the depth of a person's brackets and asterisks must
/// not be the depth of ours.
/// </summary>
internal sealed class InlineRenderer(EntityWriter writer, UsedReferences references)
{
    private const string Mail = "mailto:";

    private readonly Stack<Frame> _open = [];
    private int _links;

    private sealed record Frame(ContainerInline Container, int Start);

    public void Write(ContainerInline? root)
    {
        if (root is null) return;
        var bottom = _open.Count;
        _open.Push(new Frame(root, writer.Length));
        var next = root.FirstChild;
        while (_open.Count > bottom)
        {
            if (next is ContainerInline container)
            {
                Enter(container);
                next = container.FirstChild;
                continue;
            }

            if (next is not null)
            {
                WriteLeaf(next);
                next = next.NextSibling;
                continue;
            }

            var frame = _open.Pop();
            if (_open.Count > bottom) Leave(frame);
            next = frame.Container.NextSibling;
        }
    }

    private void Enter(ContainerInline container)
    {
        // Only what marks its text has to know where that begins; a begin would already write the pending line break.
        var start = container is EmphasisInline or LinkInline ? writer.Begin() : 0;
        _open.Push(new Frame(container, start));
        if (container is LinkInline link)
        {
            if (_links++ == 0 && link.IsImage) writer.Write("🖼 ");
            if (link.Reference is not null) references.Add(link.Reference);
        }
        else if (container is DelimiterInline delimiter)
        {
            writer.WriteLines(delimiter.ToLiteral());
        }
    }

    private void Leave(Frame frame)
    {
        switch (frame.Container)
        {
            case EmphasisInline emphasis:
                if (StyleOf(emphasis) is { } style) writer.Mark(style, frame.Start);
                break;
            case LinkInline link:
                EndLink(link, frame.Start);
                break;
        }
    }

    private static MessageEntityType? StyleOf(EmphasisInline emphasis) => emphasis.DelimiterChar switch
    {
        '*' or '_' => emphasis.DelimiterCount == 2 ? MessageEntityType.Bold : MessageEntityType.Italic,
        '~' => MessageEntityType.Strikethrough,
        _ => null,
    };

    /// <summary>A link within a link, an image with a target of its own, leads where the outer one does.</summary>
    private void EndLink(LinkInline link, int start)
    {
        if (--_links > 0) return;
        var target = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        var label = writer.Since(start);
        if (!VisibleText.IsIn(link.IsImage ? label.Replace("🖼", "", StringComparison.Ordinal) : label)) writer.Write(target);
        EndLink(target, start);
    }

    private void EndLink(string target, int start)
    {
        if (target.Length == 0 || LinkTarget.IsSaidBy(writer.Since(start), target)) return;
        if (LinkTarget.Check(target) is { } url) writer.Mark(MessageEntityType.TextLink, start, url);
        else if (target[0] != '#') writer.Write($" ({(target.StartsWith(Mail, StringComparison.OrdinalIgnoreCase) ? target[Mail.Length..] : target)})");
    }

    private void WriteLeaf(Inline leaf)
    {
        switch (leaf)
        {
            case LiteralInline literal:
                writer.WriteLines(literal.Content.AsSpan());
                break;
            case CodeInline code:
                WriteCode(code.Content);
                break;
            case LineBreakInline:
                writer.EndLine();
                break;
            case HtmlInline html:
                WriteHtml(html.Tag);
                break;
            case HtmlEntityInline entity:
                writer.Write(entity.Transcoded.AsSpan());
                break;
            case AutolinkInline link:
                WriteAutolink(link);
                break;
            case TaskList task:
                writer.Write(task.Checked ? "☑" : "☐");
                break;
            case FootnoteLink { IsBackLink: false } footnote:
                writer.Write($"[{footnote.Footnote.Label?.TrimStart('^')}]");
                break;
        }
    }

    /// <summary>A link may not hold code.</summary>
    private void WriteCode(string code)
    {
        var start = writer.Begin();
        writer.Write(code.Replace('\n', ' '));
        if (_links == 0) writer.Mark(MessageEntityType.Code, start);
    }

    /// <summary>The one tag that people write to be seen is the line break; of tables it is the only one.</summary>
    private void WriteHtml(string tag)
    {
        if (tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase) && tag.AsSpan(3).Trim(" /").SequenceEqual(">")) writer.EndLine();
        else writer.WriteLines(tag);
    }

    private void WriteAutolink(AutolinkInline link)
    {
        var start = writer.Begin();
        writer.Write(link.Url);
        if (_links == 0) EndLink(link.IsEmail ? $"mailto:{link.Url}" : link.Url, start);
    }
}

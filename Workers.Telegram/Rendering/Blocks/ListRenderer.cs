using System.Globalization;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>Writes lists: Telegram has none, so marks and indents are text.</summary>
internal sealed class ListRenderer(EntityWriter writer, Action<ContainerBlock> writeContent)
{
    /// <summary>A phone shows some 40 characters in a line: deeper items are not moved in any further.</summary>
    private const int MaxIndent = 12;

    private static readonly string[] Bullets = ["• ", "◦ ", "▪ "];

    private int _depth;

    public void Write(ListBlock list)
    {
        if (_depth == 0) writer.EndBlock();
        else writer.EndLine();

        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        _depth++;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            Write(item, list, number++);
            if (list.IsLoose) writer.EndBlock();
        }

        _depth--;
        if (_depth == 0) writer.EndBlock();
    }

    private void Write(ListItemBlock item, ListBlock list, int number)
    {
        writer.EndLine();
        var prefix = writer.Prefix;
        var mark = list.IsOrdered ? $"{number}. " : IsTask(item) ? "" : Bullets[Math.Min(_depth, Bullets.Length) - 1];
        writer.WriteMark(mark);
        if (prefix.Length < MaxIndent) writer.Prefix = prefix + "   ";
        var outer = writer.MaxBreaks;
        if (!list.IsLoose) writer.MaxBreaks = 1;
        writeContent(item);
        writer.MaxBreaks = outer;
        writer.Prefix = prefix;
        writer.LeaveMark();
        writer.EndLine();
    }

    /// <summary>A box is mark enough.</summary>
    private static bool IsTask(ListItemBlock item) =>
        item.Count > 0 && item[0] is ParagraphBlock { Inline.FirstChild: TaskList };
}

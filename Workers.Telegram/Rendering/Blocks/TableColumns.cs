using Markdig.Extensions.Tables;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>The columns of a table in monospaced text. The lines are ASCII, which every font gives the same width.</summary>
internal sealed class TableColumns
{
    /// <summary>About what a phone held upright shows without breaking the line.</summary>
    private const int MaxWidth = 44;

    private const string Separator = " | ";

    private readonly int[] _widths;
    private readonly IReadOnlyList<TableColumnAlign?> _alignments;

    private TableColumns(int[] widths, IReadOnlyList<TableColumnAlign?> alignments) => (_widths, _alignments) = (widths, alignments);

    public bool Fit => _widths.Sum() + Separator.Length * (_widths.Length - 1) <= MaxWidth;

    /// <summary>The line below the header.</summary>
    public string Rule => string.Join("-+-", _widths.Select(width => new string('-', width)));

    public static TableColumns Of(List<List<FormattedText>> rows, IReadOnlyList<TableColumnAlign?> alignments)
    {
        var widths = new int[rows.Max(row => row.Count)];
        foreach (var row in rows)
            for (var column = 0; column < row.Count; column++)
                widths[column] = Math.Max(widths[column], DisplayWidth.Of(row[column].Text));
        return new TableColumns(widths, alignments);
    }

    public string Line(List<FormattedText> row) =>
        string.Join(Separator, _widths.Select((width, column) => Cell(column < row.Count ? row[column].Text : "", width, column))).TrimEnd();

    private string Cell(string text, int width, int column)
    {
        var space = width - DisplayWidth.Of(text);
        var left = (column < _alignments.Count ? _alignments[column] : null) switch
        {
            TableColumnAlign.Right => space,
            TableColumnAlign.Center => space / 2,
            _ => 0,
        };
        return new string(' ', left) + text + new string(' ', space - left);
    }
}

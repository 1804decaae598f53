using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering.Inlines;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>
/// Writes a table: in columns if they fit into a line of a phone, else, and where cells hold links, which columns in
/// monospaced text could not, as one passage for each row.
/// </summary>
internal sealed class TableRenderer(EntityWriter writer, UsedReferences references)
{
    // As passages each row repeats the header: of a table with a long header and short rows that makes many times what was written.
    private const int MostGrowth = 4;
    private const int Harmless = 4096;

    public void Write(Table table)
    {
        var rows = table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(Render).ToList()).Where(row => row.Count > 0).ToList();
        if (rows.Count == 0) return;
        var hasHeader = table.OfType<TableRow>().First().IsHeader;
        var columns = TableColumns.Of(rows, [.. table.ColumnDefinitions.Select(column => column.Alignment)]);
        if (columns.Fit && !rows.Exists(row => row.Exists(NeedsText))) CodeRenderer.WriteBlock(writer, "", () => WriteColumns(columns, rows, hasHeader));
        else if (hasHeader && rows.Count > 1 && IsWorthPassages(rows)) WritePassages(rows[0], rows.Skip(1));
        else WriteLines(rows);
    }

    private static bool IsWorthPassages(List<List<FormattedText>> rows)
    {
        var lengths = rows.Select(row => row.Sum(cell => (long)cell.Text.Length)).ToList();
        return lengths[0] * (rows.Count - 1) <= MostGrowth * lengths.Skip(1).Sum() + Harmless;
    }

    private FormattedText Render(TableCell cell)
    {
        var content = new EntityWriter();
        var inlines = new InlineRenderer(content, references);
        foreach (var block in cell.OfType<LeafBlock>()) inlines.Write(block.Inline);
        return content.Finish();
    }

    private static bool NeedsText(FormattedText cell) =>
        cell.Text.Contains('\n', StringComparison.Ordinal) || cell.Entities.Any(entity => entity.Type == MessageEntityType.TextLink);

    private void WriteColumns(TableColumns columns, List<List<FormattedText>> rows, bool hasHeader)
    {
        for (var at = 0; at < rows.Count; at++)
        {
            if (at > 0) writer.EndLine();
            writer.Write(columns.Line(rows[at]));
            if (at > 0 || !hasHeader) continue;
            writer.EndLine();
            writer.Write(columns.Rule);
        }
    }

    private void WritePassages(List<FormattedText> header, IEnumerable<List<FormattedText>> rows)
    {
        foreach (var row in rows)
        {
            writer.EndBlock();
            for (var column = 0; column < Math.Max(row.Count, header.Count); column++)
                WriteField(column, At(header, column), At(row, column));
        }
    }

    /// <summary>The first field is the row's title.</summary>
    private void WriteField(int column, FormattedText label, FormattedText value)
    {
        if (label.IsEmpty && value.IsEmpty) return;
        writer.EndLine();
        var start = writer.Begin();
        if (column > 0) writer.Write("• ");
        if (!label.IsEmpty)
        {
            writer.Write(label);
            writer.Write(": ");
        }

        if (value.IsEmpty) writer.Write("—");
        else writer.Write(value);
        if (column == 0) writer.Mark(MessageEntityType.Bold, start);
    }

    private void WriteLines(List<List<FormattedText>> rows)
    {
        foreach (var row in rows)
        {
            writer.EndLine();
            var cells = row.Where(cell => !cell.IsEmpty).ToList();
            for (var at = 0; at < cells.Count; at++)
            {
                if (at > 0) writer.Write(" | ");
                writer.Write(cells[at]);
            }
        }
    }

    private static FormattedText At(List<FormattedText> cells, int column) => column < cells.Count ? cells[column] : FormattedText.Empty;
}

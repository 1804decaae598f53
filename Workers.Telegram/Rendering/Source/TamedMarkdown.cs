using System.Text;

namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>
/// Some markup takes the parser a time that grows with the square of a paragraph (100 KB of <c>[a](</c> took 4.4 s) or of
/// the depth of a nesting. Nobody writes such text and no message could show it, so lines and paragraphs are broken where
/// they are too long, or open too much.
/// </summary>
internal static class TamedMarkdown
{
    private const int MaxLine = 32 * 1024;
    private const int MaxDenseLine = 4096;
    private const double Dense = 0.2;
    private const int MaxParagraph = 32 * 1024;
    private const int MaxDepth = 40;

    public static string Of(string markdown)
    {
        var result = new StringBuilder(markdown.Length + 64);
        var fence = new FenceState();
        var paragraph = 0;
        foreach (var range in Lines.Of(markdown))
        {
            var line = markdown.AsSpan(range);
            fence.Read(line);
            paragraph = line.IsWhiteSpace() ? 0 : paragraph + line.Length + 1;
            if (fence.IsOpen || fence.Closed)
            {
                result.Append(line).Append('\n');
                paragraph = 0;
                continue;
            }

            if (paragraph > MaxParagraph)
            {
                result.Append('\n');
                paragraph = line.Length;
            }

            Append(result, line);
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, ReadOnlySpan<char> line)
    {
        for (var length = Part(line); length < line.Length; length = Part(line))
        {
            result.Append(line[..length]).Append("\n\n");
            line = line[length..].TrimStart(' ');
        }

        result.Append(line).Append('\n');
    }

    /// <summary>How much of a line may stay together.</summary>
    private static int Part(ReadOnlySpan<char> line)
    {
        var nesting = EndOfNesting(line);
        if (nesting < line.Length || line.Length <= MaxDenseLine) return nesting;
        var max = IsDense(line[..MaxDenseLine]) ? MaxDenseLine : MaxLine;
        if (line.Length <= max) return line.Length;
        var cut = line[..max].LastIndexOf(' ');
        return cut >= max / 2 ? cut : Graphemes.LastBorder(line, max);
    }

    /// <summary>Whether so much of it is markup that it is hardly anybody's text.</summary>
    private static bool IsDense(ReadOnlySpan<char> text)
    {
        var marks = 0;
        foreach (var c in text)
            if (c is '[' or ']' or '(' or '!' or '*' or '_' or '~' or '`' or '<') marks++;
        return marks > text.Length * Dense;
    }

    /// <summary>Where the quotes and list items that a line begins with are as many as may be, or the line's end.</summary>
    private static int EndOfNesting(ReadOnlySpan<char> line)
    {
        var depth = 0;
        for (var at = 0; at < line.Length; at++)
        {
            var isLast = at + 1 == line.Length || line[at + 1] is ' ' or '\t';
            if (line[at] == '>' || isLast && line[at] is ('-' or '+' or '*' or '.' or ')')) depth++;
            else if (line[at] is not (' ' or '\t') && !char.IsAsciiDigit(line[at])) break;
            if (depth == MaxDepth) return at + 1;
        }

        return line.Length;
    }
}

using System.Text;

namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>Closes the emphasis and the code that a paragraph leaves open, and shows half a link by its label.</summary>
internal static class OpenMarkup
{
    private readonly record struct Mark(string Text, int At);

    public static string Close(string paragraph)
    {
        var open = new Stack<Mark>();
        var half = HalfLink(paragraph);
        var at = 0;
        while (at < paragraph.Length)
        {
            var c = paragraph[at];
            if (c == '\\')
            {
                at += 2;
            }
            else if (c == '`')
            {
                var run = Run(paragraph, at);
                var end = EndOfCode(paragraph, at + run, run);
                if (end < 0) return CloseAll(CloseCode(paragraph, at, run), open);
                at = end;
            }
            else if (c is '*' or '_' or '~')
            {
                var run = Run(paragraph, at);
                Read(paragraph, at, run, open);
                at += run;
            }
            else if (at == half.Start)
            {
                return CloseAll(string.Concat(paragraph.AsSpan(0, at - (at > 0 && paragraph[at - 1] == '!' ? 1 : 0)), half.Label), open);
            }
            else
            {
                at++;
            }
        }

        return CloseAll(paragraph, open);
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at]) end++;
        return end - at;
    }

    private static int EndOfCode(string text, int from, int run)
    {
        for (var at = text.IndexOf('`', from); at >= 0; at = text.IndexOf('`', at))
        {
            var length = Run(text, at);
            at += length;
            if (length == run) return at;
            if (at >= text.Length) break;
        }

        return -1;
    }

    private static string CloseCode(string text, int at, int run) =>
        at + run == text.Length ? text[..at] : text.TrimEnd('`') + new string('`', run);

    private static void Read(string text, int at, int run, Stack<Mark> open)
    {
        var mark = new Mark(text.Substring(at, run), at);
        var follows = at + run < text.Length && !char.IsWhiteSpace(text[at + run]);
        var leads = at > 0 && !char.IsWhiteSpace(text[at - 1]);
        if (text[at] == '_' && follows && leads && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + run])) return;
        if (text[at] == '~' && run != 2 || run > 3) return;
        if (leads && open.TryPeek(out var last) && last.Text == mark.Text) open.Pop();
        else if (follows || at + run == text.Length) open.Push(mark);
    }

    /// <summary>The link whose target has not ended, by where it begins.</summary>
    private static (int Start, string Label) HalfLink(string text)
    {
        var middle = text.LastIndexOf("](", StringComparison.Ordinal);
        if (middle <= 0 || text.AsSpan(middle).IndexOfAny(')', '\n') >= 0) return (-1, "");
        var start = text.LastIndexOf('[', middle - 1);
        return start < 0 ? (-1, "") : (start, text[(start + 1)..middle]);
    }

    private static string CloseAll(string text, Stack<Mark> open)
    {
        var result = text.TrimEnd();
        var closing = new StringBuilder();
        while (open.TryPop(out var mark))
        {
            // Where nothing follows a mark yet, it goes instead of being closed.
            if (closing.Length == 0 && mark.At + mark.Text.Length == result.Length) result = result[..mark.At].TrimEnd();
            else closing.Append(mark.Text);
        }

        return result + closing;
    }
}

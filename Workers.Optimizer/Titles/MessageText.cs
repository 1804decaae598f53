using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>What of a message a person has said, without what was attached, pasted or marked up.</summary>
internal static partial class MessageText
{
    // What is this far from the beginning names nothing any more, and a paste of megabytes is not looked through for it.
    private const int MaxLength = 10_000;

    /// <summary>The words, on lines of their own where the message has lines.</summary>
    public static string Clean(string message)
    {
        var text = Attached().Replace(message, "\n");
        text = SlashCommand().Replace(text, match => match.Groups["arguments"].Value is { Length: > 0 } arguments ? arguments : match.Groups["name"].Value.Replace('-', ' '));
        var said = WithoutMarkup(Code().Replace(text, "\n"));

        // Who has pasted nothing but code is named by it.
        return said.Any(char.IsLetterOrDigit) ? said : WithoutMarkup(text);
    }

    private static string WithoutMarkup(string text)
    {
        text = Url().Replace(text[..Math.Min(text.Length, MaxLength)], match => ShortUrl(match.Value));
        text = Placeholder().Replace(Tag().Replace(text, " "), " ");
        text = LongPath().Replace(text, match => match.Groups["name"].Value);
        return Decoration().Replace(Visible(text), " ");
    }

    // An issue or a pull request is known by its number; another page by its last name.
    private static string ShortUrl(string url)
    {
        if (!Uri.TryCreate(url.TrimEnd('.', ',', ')', ']', '>', '"', '\''), UriKind.Absolute, out var address)) return " ";

        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            [.., var repository, "-", "issues" or "merge_requests", var number] => $"{repository} #{number}",
            [.., var repository, "issues" or "pull", var number] => $"{repository} #{number}",
            [.., var last] when last.Length <= 40 => $"{address.Host} {Uri.UnescapeDataString(last)}",
            _ => address.Host,
        };
    }

    // Neither what steers a terminal nor what turns a text's direction belongs into a title.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or 0x200D) visible.Append(rune.ToString());
            else if (category is UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) visible.Append(' ');
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && rune != Rune.ReplacementChar) visible.Append(rune.ToString());
        }

        return visible.ToString();
    }

    [GeneratedRegex(@"<(?<tag>system-reminder|local-command-stdout|local-command-caveat|command-message|command-contents|ide_selection|ide_opened_file)\b[^>]{0,200}>.*?(</\k<tag>>|\z)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attached();

    [GeneratedRegex(@"\A\s*(<command-name>\s*)?/(?<name>[a-z][\w:-]*)(\s*</command-name>)?(\s*<command-args>)?[ \t]*(?<arguments>[^\n<]*)(</command-args>)?(?=\s|\z)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlashCommand();

    [GeneratedRegex(@"^[ \t]*(?<fence>```|~~~).*?(^[ \t]*\k<fence>|\z)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"https?://[^\s<>""'`）】]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();

    [GeneratedRegex(@"</?[A-Za-z][\w:-]*(\s[^<>\n]*)?/?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\[(Image|Pasted text|Attachment)[^\]\n]*\]|\x1b\[[0-9;]*[A-Za-z]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<!\S)[@(""'`]*(?:~|\.{1,2}|[A-Za-z]:)?(?:[\w.@+-]*[/\\])+(?<name>[\w.@+-]*[\w+-])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongPath();

    [GeneratedRegex(@"^[ \t]*([#>*+-]+|\d+[.)])[ \t]+|[*`""“”«»„~]+|(?<!\w)['‘’_]+|['‘’_]+(?!\w)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decoration();
}

namespace Pipeline.Workers.Cli.Output;

/// <summary>Makes text fit into events without cutting a character in two.</summary>
internal static class Passages
{
    /// <summary>What stands at the end of a line that goes on.</summary>
    public const string Ellipsis = " …";

    /// <summary>The text as a database takes it: PostgreSQL stores anything but U+0000.</summary>
    public static string WithoutNul(string text) => text.Replace('\0', '\ufffd');

    /// <summary>The text in pieces that, put together again, are the text.</summary>
    public static IEnumerable<string> Split(string text, int longest)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Fitting(text.AsSpan(at), longest);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    /// <summary>The beginning of the text, and by how much it was longer; null where it is whole.</summary>
    public static (string Text, int? Cut) Begin(string text, int longest)
    {
        var length = Fitting(text, longest);
        return length == text.Length ? (text, null) : (text[..length], text.Length - length);
    }

    /// <summary>One line of at most so many characters, with an ellipsis where more follows.</summary>
    public static string Line(string text, int longest)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.IndexOfAny('\r', '\n');
        var line = end < 0 ? trimmed : trimmed[..end].TrimEnd();
        var whole = end < 0 && line.Length <= longest;
        return whole ? line.ToString() : $"{line[..Fitting(line, longest - Ellipsis.Length)]}{Ellipsis}";
    }

    private static int Fitting(ReadOnlySpan<char> text, int longest)
    {
        if (text.Length <= longest) return text.Length;
        return longest > 1 && char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
    }
}

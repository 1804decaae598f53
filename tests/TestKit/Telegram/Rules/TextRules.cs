using System.Buffers;

namespace Pipeline.TestKit.Telegram.Rules;

/// <summary>What becomes of a text: some characters are blanked or dropped, its ends are trimmed, blank text is refused.</summary>
internal static class TextRules
{
    /// <summary>Space, and what Telegram takes for it when it looks for a visible character.</summary>
    private static readonly SearchValues<char> Blanks = SearchValues.Create(
        " \n\u00A0\u1680\u180E\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u200E\u200F\u202E\u202F\u205F\u2800\u3000\uFEFF\uFFFC");

    public static bool IsEmpty(string text) => !Cleaned(text).AsSpan().ContainsAnyExcept(Blanks);

    public static bool IsWithinPair(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);

    public static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return true;
            at++;
        }

        return false;
    }

    public static IEnumerable<string> Changes(string text, IReadOnlyList<TelegramEntity> entities)
    {
        var cleaned = Cleaned(text);
        if (cleaned != text) yield return "the text holds characters that are blanked or dropped";
        if (Trimmed(cleaned, entities) != cleaned) yield return "the text is not trimmed";
    }

    /// <summary>The beginning is trimmed up to the first entity, the end in any case.</summary>
    public static string Trimmed(string text, IReadOnlyList<TelegramEntity> entities)
    {
        var first = entities.Count == 0 ? text.Length : entities.Min(entity => entity.Offset);
        var start = 0;
        while (start < Math.Min(first, text.Length) && text[start] is ' ' or '\n') start++;
        return text[start..].TrimEnd(' ', '\n');
    }

    private static string Cleaned(string text) => string.Concat(text.Select((c, at) => c switch
    {
        '\n' => "\n",
        '\r' or (>= '\u2028' and <= '\u202E') or '\u0333' or '\u033F' or '\u030A' => "",
        < ' ' => " ",
        '\u200E' or '\u200F' when at + 1 < text.Length && text[at + 1] is '\u200E' or '\u200F' => "\u200C",
        _ => c.ToString(),
    }));
}

using System.Globalization;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>Where a text may be cut without cutting a character as people see it.</summary>
internal static class Graphemes
{
    /// <summary>The last such place in a text that begins with one, unless a single character is longer; then it keeps surrogates together.</summary>
    public static int LastBorder(ReadOnlySpan<char> text, int max)
    {
        if (max >= text.Length) return text.Length;
        var at = 0;
        for (var next = Next(text, at); next <= max; next = Next(text, at)) at = next;
        if (at > 0) return at;
        return char.IsLowSurrogate(text[max]) ? max - 1 : max;
    }

    /// <summary>The next place behind one of them.</summary>
    public static int Next(ReadOnlySpan<char> text, int at) => at + StringInfo.GetNextTextElementLength(text[at..]);
}

using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>What can be seen at all.</summary>
internal static class VisibleText
{
    /// <summary>Characters that look like nothing and are no white space by Unicode's own account.</summary>
    private const string Blanks = "\u115F\u1160\u17B4\u17B5\u180E\u2800\u3164\uFFA0\uFFFC";

    public static bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsVisible(rune)) return true;
        return false;
    }

    private static bool IsVisible(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune) || rune.IsBmp && Blanks.Contains((char)rune.Value)) return false;
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned);
    }
}

using System.Globalization;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>Text of scripts that write words without spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese.</summary>
internal static class UnspacedText
{
    private const int MaxCharacters = 30;
    private const int MinCharacters = 4;

    /// <summary>Whether most letters are of such a script.</summary>
    public static bool IsMostOf(string text) => text.Count(IsUnspaced) * 2 > text.Count(char.IsLetter);

    /// <summary>As much as a title has; null where that is hardly a word.</summary>
    public static string? Title(string sentence)
    {
        var cut = Cut(sentence, MaxCharacters);
        return new StringInfo(cut).LengthInTextElements >= MinCharacters ? SessionTitle.Capitalized(cut) : null;
    }

    /// <summary>The beginning of a text, never ended within what a reader takes for one character.</summary>
    public static string Cut(string text, int characters)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= characters ? text : elements.SubstringByTextElements(0, characters).TrimEnd();
    }

    private static bool IsUnspaced(char character) => character is
        (>= '\u0E00' and <= '\u0EFF') // Thai, Lao
        or (>= '\u1000' and <= '\u109F') // Burmese
        or (>= '\u1780' and <= '\u17FF') // Khmer
        or (>= '\u3040' and <= '\u30FF') // Japanese
        or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF'); // Chinese
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pipeline.Tokens.BytePairs;

/// <summary>The kinds of character that cl100k_base tells apart.</summary>
internal enum CharKind
{
    /// <summary>What is nothing else.</summary>
    Symbol,

    /// <summary><c>\p{L}</c>.</summary>
    Letter,

    /// <summary><c>\p{N}</c>.</summary>
    Number,

    /// <summary><c>\s</c>, but for line breaks.</summary>
    Space,

    /// <summary>CR or LF.</summary>
    LineBreak,
}

/// <summary>
/// Tells the kind of a character. Categories are .NET's: those of .NET 10 and of tiktoken 1.0 are both
/// Unicode 16.0, and a test compares every code point.
/// </summary>
internal static class CharKinds
{
    private static readonly CharKind[] Ascii = [.. Enumerable.Range(0, 0x80).Select(code => OfCodePoint(code))];

    /// <summary>The kind of the character that begins at <paramref name="at"/>, and where the next one begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharKind At(ReadOnlySpan<byte> text, int at, out int next)
    {
        var first = text[at];
        if (first >= Ascii.Length) return OfMany(text, at, out next);

        next = at + 1;
        return Ascii[first];
    }

    internal static CharKind OfCodePoint(int code) => code switch
    {
        '\r' or '\n' => CharKind.LineBreak,

        // White space by its property, though control characters by category.
        '\t' or '\v' or '\f' or 0x85 => CharKind.Space,
        _ => OfCategory(CharUnicodeInfo.GetUnicodeCategory(code)),
    };

    // Decodes valid UTF-8 without a check.
    private static CharKind OfMany(ReadOnlySpan<byte> text, int at, out int next)
    {
        var first = text[at];
        int code;
        if (first < 0xE0)
        {
            next = at + 2;
            code = (first & 0x1F) << 6 | Low(text[at + 1]);
        }
        else if (first < 0xF0)
        {
            next = at + 3;
            code = (first & 0x0F) << 12 | Low(text[at + 1]) << 6 | Low(text[at + 2]);
        }
        else
        {
            next = at + 4;
            code = (first & 0x07) << 18 | Low(text[at + 1]) << 12 | Low(text[at + 2]) << 6 | Low(text[at + 3]);
        }

        return OfCodePoint(code);
    }

    private static int Low(byte following) => following & 0x3F;

    private static CharKind OfCategory(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharKind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharKind.Number,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharKind.Space,
        _ => CharKind.Symbol,
    };
}

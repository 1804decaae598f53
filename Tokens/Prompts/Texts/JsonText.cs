using System.Globalization;
using System.Text;

namespace Pipeline.Tokens.Prompts.Texts;

/// <summary>
/// Reads the inside of JSON strings. Unlike the reader of .NET it takes a lone surrogate, which clients make when they
/// cut a text in the middle of an emoji, for U+FFFD.
/// </summary>
internal static class JsonText
{
    private const int LengthOfUnit = 6;

    /// <summary>The text in UTF-8.</summary>
    /// <param name="escaped">The inside of a string that a reader has found to be valid JSON.</param>
    public static RentedBytes Unescape(ReadOnlySpan<byte> escaped)
    {
        // No escape is shorter than what it stands for.
        var rented = RentedBytes.OfLength(escaped.Length);
        var text = rented.Span;
        var length = 0;
        while (escaped.IndexOf((byte)'\\') is var plain and >= 0)
        {
            escaped[..plain].CopyTo(text[length..]);
            escaped = escaped[plain..];
            length += plain;
            escaped = escaped[UnescapeFirst(escaped, text[length..], out var written)..];
            length += written;
        }

        escaped.CopyTo(text[length..]);
        return rented.Cut(length + escaped.Length);
    }

    /// <summary>Returns the length of the escape.</summary>
    private static int UnescapeFirst(ReadOnlySpan<byte> escape, Span<byte> text, out int written)
    {
        if (escape[1] == 'u') return UnescapeUnits(escape, text, out written);

        written = 1;
        text[0] = escape[1] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            var itself => itself,
        };
        return 2;
    }

    private static int UnescapeUnits(ReadOnlySpan<byte> escape, Span<byte> text, out int written)
    {
        var isPair = Rune.TryCreate(UnitAt(escape), UnitAt(escape[LengthOfUnit..]), out var rune);
        if (!isPair && !Rune.TryCreate(UnitAt(escape), out rune)) rune = Rune.ReplacementChar;
        written = rune.EncodeToUtf8(text);
        return isPair ? 2 * LengthOfUnit : LengthOfUnit;
    }

    private static char UnitAt(ReadOnlySpan<byte> text) => text.StartsWith("\\u"u8)
        ? (char)ushort.Parse(text[2..LengthOfUnit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : '\0';
}

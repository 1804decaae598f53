namespace Pipeline.Tokens.BytePairs;

/// <summary>The endings that English writes behind an apostrophe, in either case.</summary>
internal static class Contractions
{
    /// <summary>Bytes of the ending that stands at a place; 0 where none does.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="at">The place behind the apostrophe.</param>
    public static int LengthAt(ReadOnlySpan<byte> text, int at)
    {
        var (first, second) = (Lower(text, at), Lower(text, at + 1));
        return (first, second) switch
        {
            ('s' or 't' or 'm' or 'd', _) => 1,
            ('r' or 'v', 'e') or ('l', 'l') => 2,

            // ſ, the old long s, is an s in another case.
            (0xC5, 0xBF) => 2,
            _ => 0,
        };
    }

    private static int Lower(ReadOnlySpan<byte> text, int at) =>
        at >= text.Length ? 0 : char.IsAsciiLetterUpper((char)text[at]) ? text[at] | 0x20 : text[at];
}

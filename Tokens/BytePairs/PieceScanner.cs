namespace Pipeline.Tokens.BytePairs;

/// <summary>
/// Cuts a text into the pieces within which bytes are merged. It does by hand what cl100k_base's expression says:
/// <code>
/// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// </code>
/// </summary>
internal static class PieceScanner
{
    private const int MostDigits = 3;

    /// <summary>Where the piece ends that begins at <paramref name="start"/>.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where a piece begins, before the text's end.</param>
    public static int EndOfPiece(ReadOnlySpan<byte> text, int start)
    {
        var kind = CharKinds.At(text, start, out var next);
        switch (kind)
        {
            case CharKind.Letter: return EndOfLetters(text, next);
            case CharKind.Number: return EndOfNumber(text, next);
            case CharKind.LineBreak: return EndOfSpace(text, start);
        }

        if (text[start] == '\'' && Contractions.LengthAt(text, next) is > 0 and var length) return next + length;
        if (next == text.Length) return next;

        // One character of nearly any kind may stand before a word, and a space before symbols.
        var following = CharKinds.At(text, next, out var behind);
        if (following == CharKind.Letter) return EndOfLetters(text, behind);
        if (kind == CharKind.Symbol) return EndOfSymbols(text, next);
        return text[start] == ' ' && following == CharKind.Symbol ? EndOfSymbols(text, behind) : EndOfSpace(text, start);
    }

    /// <summary>
    /// How far a text's pieces are settled, whatever will follow it: up to the last piece that does not begin with
    /// white space. Only white space is cut by what stands behind the next character.
    /// </summary>
    /// <param name="text">Valid UTF-8.</param>
    public static int EndOfSettled(ReadOnlySpan<byte> text)
    {
        var settled = 0;
        for (var start = 0; start < text.Length; start = EndOfPiece(text, start))
        {
            if (CharKinds.At(text, start, out _) is not (CharKind.Space or CharKind.LineBreak)) settled = start;
        }

        return settled;
    }

    private static int EndOfLetters(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && CharKinds.At(text, at, out var next) == CharKind.Letter) at = next;
        return at;
    }

    private static int EndOfNumber(ReadOnlySpan<byte> text, int at)
    {
        for (var digits = 1; digits < MostDigits && at < text.Length && CharKinds.At(text, at, out var next) == CharKind.Number; digits++) at = next;
        return at;
    }

    private static int EndOfSymbols(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && CharKinds.At(text, at, out var next) == CharKind.Symbol) at = next;
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n') at++;
        return at;
    }

    /// <summary>
    /// White space goes to its last line break. Without one it goes to the end of the text, or leaves its last
    /// character to what follows, unless that is all there is.
    /// </summary>
    private static int EndOfSpace(ReadOnlySpan<byte> text, int start)
    {
        int at = start, last = start, lineEnd = 0;
        while (at < text.Length && CharKinds.At(text, at, out var next) is var kind and (CharKind.Space or CharKind.LineBreak))
        {
            if (kind == CharKind.LineBreak) lineEnd = next;
            (last, at) = (at, next);
        }

        if (lineEnd > 0) return lineEnd;
        return at < text.Length && last > start ? last : at;
    }
}

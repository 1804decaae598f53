namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>Finds escapes that are legal JSON but no text, such as a lone <c>\ud83d</c>.</summary>
internal static class Surrogates
{
    /// <summary>Whether each half of a pair in the text has its other half.</summary>
    public static bool ArePaired(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var half = text.IndexOfAnyInRange('\ud800', '\udfff');
            if (half < 0) return true;
            if (half + 1 == text.Length || !char.IsSurrogatePair(text[half], text[half + 1])) return false;

            text = text[(half + 2)..];
        }
    }
}

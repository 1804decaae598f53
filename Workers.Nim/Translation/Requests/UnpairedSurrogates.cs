using System.Globalization;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// Repairs escapes such as a lone <c>\ud83d</c>, which a client makes when it cuts text in the middle
/// of an emoji. They are legal JSON but not text: reading them throws, here or upstream.
/// </summary>
internal static class UnpairedSurrogates
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>The same JSON with each unpaired surrogate escape as U+FFFD, which is as long.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json)
    {
        var text = json.Span;
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0) return json;

        byte[]? repaired = null;
        for (var at = NextEscape(text, 0); at >= 0;)
        {
            var length = SurrogateAt(text, at) switch
            {
                Surrogate.High when SurrogateAt(text, at + EscapeLength) is Surrogate.Low => 2 * EscapeLength,
                Surrogate.None => 2,
                _ => 0,
            };
            if (length == 0)
            {
                repaired ??= json.ToArray();
                Replacement.CopyTo(repaired.AsSpan(at));
                length = EscapeLength;
            }

            at = NextEscape(text, at + length);
        }

        return repaired ?? json;
    }

    private static int NextEscape(ReadOnlySpan<byte> text, int from)
    {
        if (from >= text.Length) return -1;

        var offset = text[from..].IndexOf((byte)'\\');
        return offset < 0 ? -1 : from + offset;
    }

    private static Surrogate SurrogateAt(ReadOnlySpan<byte> text, int at)
    {
        if (at + EscapeLength > text.Length || text[at] != '\\' || text[at + 1] != 'u') return Surrogate.None;

        var isHex = int.TryParse(
            text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit);
        if (!isHex) return Surrogate.None;
        if (char.IsHighSurrogate((char)unit)) return Surrogate.High;

        return char.IsLowSurrogate((char)unit) ? Surrogate.Low : Surrogate.None;
    }

    private enum Surrogate
    {
        None,
        High,
        Low,
    }
}

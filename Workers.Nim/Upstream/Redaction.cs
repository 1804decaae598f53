using System.Text.RegularExpressions;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>Makes what a provider said fit to be shown: no key, no page of HTML, no novel.</summary>
internal static partial class Redaction
{
    private const int MaxLength = 600;

    public static string Apply(string said, string? key)
    {
        var text = key is { Length: > 0 } ? said.Replace(key, "[key]", StringComparison.Ordinal) : said;
        // First of all, because the search behind "Bearer" would take ages in a long run of it.
        text = WhiteSpace().Replace(text, " ").Trim();
        text = KeyLike().Replace(text, "[key]");
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    // Keys of the well-known providers, and whatever follows "Bearer".
    [GeneratedRegex(@"\b(?:nvapi-|sk-)[\w*.-]{4,}|(?<=\bBearer )[^\s""',;]{4,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyLike();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}

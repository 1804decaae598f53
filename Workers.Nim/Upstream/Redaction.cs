using System.Text.RegularExpressions;
using Pipeline.Transport.Secrets;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>Makes what a provider said fit to be shown: no key, no page of HTML, no novel.</summary>
internal static partial class Redaction
{
    private const int MaxLength = 600;

    // Shorter ones would tear holes into ordinary words, and protect nothing.
    private const int ShortestSecret = 4;

    public static string Apply(string said, IEnumerable<string> secrets)
    {
        var text = secrets.Where(secret => secret.Length >= ShortestSecret)
            .Aggregate(said, (hidden, secret) => hidden.Replace(secret, SecretPatterns.Mark, StringComparison.Ordinal));

        // First of all, because the search behind "Bearer" would take ages in a long run of it.
        text = WhiteSpace().Replace(text, " ").Trim();
        text = SecretPatterns.Hide(text);
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}

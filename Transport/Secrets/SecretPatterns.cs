using System.Text.RegularExpressions;

namespace Pipeline.Transport.Secrets;

/// <summary>Secrets that can be told by their form.</summary>
public static partial class SecretPatterns
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mark = "[key]";

    /// <summary>
    /// Hides keys of the well-known providers, whatever follows <c>Bearer</c>, and passwords in URLs and
    /// connection strings.
    /// </summary>
    public static string Hide(string text) => Secret().Replace(text, Mark);

    /// <summary>Whether a header of this name is likely to carry a secret.</summary>
    public static bool IsSecretHeader(string name) => SecretHeader().IsMatch(name);

    [GeneratedRegex(
        @"\b(?:nvapi-|sk-)[\w*.-]{4,}|(?<=\bBearer )[^\s""',;]{4,}|(?<=://[^\s/:@""]{0,100}:)[^\s/@""]{1,200}(?=@)|(?<=\b(?:Password|Pwd)=)[^;\s""']+",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("authorization|api-?key|token|secret|password|cookie", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretHeader();
}

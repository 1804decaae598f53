using System.Text.RegularExpressions;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>
/// A way in which providers word something. A text that takes long to be looked through is not worded so: providers'
/// words are short, and .NET's expressions that never take long hold a megabyte and a half each, 90 MB in all.
/// </summary>
/// <param name="pattern">
/// A regular expression within one line, without regard to case; <c>#</c> stands for a number.
/// </param>
internal sealed class Wording(string pattern)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Regex _regex = new(
        pattern.Replace("#", @"\d[\d,_]*", StringComparison.Ordinal),
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patience);

    /// <summary>Any of several ways.</summary>
    public static Wording Any(params string[] patterns) => new(string.Join('|', patterns));

    public bool IsIn(string text) => In(text).Success;

    public Match In(string text)
    {
        try
        {
            return _regex.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Match.Empty;
        }
    }
}

/// <summary>Numbers in wordings.</summary>
internal static class MatchedNumbers
{
    /// <summary>The number in a named group; null where the group took no part, or the number is out of bounds.</summary>
    public static int? Number(this Match match, string group)
    {
        var digits = match.Groups[group].Value.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return int.TryParse(digits, out var number) ? number : null;
    }
}

using System.Text.RegularExpressions;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>A way in which providers word something. Matching takes time in proportion to the text, whatever the text.</summary>
/// <param name="pattern">
/// A regular expression within one line, without regard to case; <c>#</c> stands for a number.
/// </param>
internal sealed class Wording(string pattern)
{
    private readonly Regex _regex = new(
        pattern.Replace("#", @"\d[\d,_]*", StringComparison.Ordinal),
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Any of several ways.</summary>
    public static Wording Any(params string[] patterns) => new(string.Join('|', patterns));

    public bool IsIn(string text) => _regex.IsMatch(text);

    public Match In(string text) => _regex.Match(text);

    public IEnumerable<Match> AllIn(string text) => _regex.Matches(text);
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

using System.Text.RegularExpressions;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>The files that a search names before the lines that it has found in them.</summary>
internal static partial class SearchOutput
{
    // A path may have 4,096 characters (Linux's PATH_MAX); a line may be a whole minified file.
    private const int MaxPathLength = 4096;

    /// <summary>The paths as they are written, once for each line.</summary>
    public static IEnumerable<string> Paths(string output) => output
        .Split('\n')
        .Select(line => MatchLine().Match(line[..Math.Min(line.Length, MaxPathLength)].TrimEnd('\r')))
        .Where(match => match.Success)
        .Select(match => match.Groups["path"].Value);

    // Before a match stands a colon, before its context a dash; a name without a dot or a slash may be any word.
    [GeneratedRegex(@"^(?<path>(?:[A-Za-z]:[\\/])?[^\s:][^:\n]*?(?:[./\\][^:\n]*?|(?=:\d+:)))(?::|-\d+-)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MatchLine();
}

using System.Text.RegularExpressions;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>The parts of a text of which each may be a title's source, the first one first.</summary>
internal static partial class Sentences
{
    // What is this far from the beginning says no more what it is all about.
    private const int MaxSentences = 20;

    /// <summary>Sentences and clauses with words in them, white space made single.</summary>
    public static IEnumerable<string> Of(string text) => End().Split(text)
        .Select(part => White().Replace(part, " ").Trim(' ', ',', ';', ':', '-', '–', '—', '(', ')', '[', ']', '.', '…', '،', '、'))
        .Where(part => part.Any(char.IsLetterOrDigit))
        .Take(MaxSentences);

    // A dot within a name or a number ends nothing.
    [GeneratedRegex(@"[.!?;:,]+(?=\s|\z)|[。！？；：，؟؛।！]+|\n+|\s[-–—]+\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex White();
}

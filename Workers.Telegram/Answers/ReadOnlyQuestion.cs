namespace Pipeline.Workers.Telegram.Answers;

/// <summary>
/// Tells questions that only look from everything else. When in doubt it is not one: then it merely costs a run. So it takes
/// one plain sentence that begins like a question and has no word in it, of any language that it knows, for changing
/// something, for a second wish, or for what is other tomorrow.
/// </summary>
internal static class ReadOnlyQuestion
{
    private const int MostCharacters = 300;

    private static readonly char[] Punctuation = [.. ".,;:!?…¿¡\"'`´‘’“”«»„()[]{}<>*#"];

    public static bool Is(string prompt)
    {
        if (prompt.Length is 0 or > MostCharacters || prompt[0] is '/' or '!' or '@' or '#' || prompt.Contains("://", StringComparison.Ordinal)) return false;

        var words = Words(prompt);
        if (words is null) return false;

        var first = words.FindIndex(word => !QuestionWords.Polite.Contains(word));
        return first >= 0
            && QuestionWords.Openers.Contains(words[first])
            && !words.Exists(QuestionWords.IsForbidden);
    }

    // Null where there is more than one sentence, or a sentence with more than one part.
    private static List<string>? Words(string prompt)
    {
        List<string> words = [];
        var parts = prompt.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var (index, part) in parts.Index())
        {
            var isLast = index == parts.Length - 1;
            if (!isLast && EndsPart(part) && !IsPoliteness(words, part)) return null;

            // What has a sign inside is a path or a name, as in src/run.sh; but also two words, as in show/delete.
            words.AddRange(part.Split([.. Punctuation, '/', '\\', '-', '_', '|', '&', '+', '='], StringSplitOptions.RemoveEmptyEntries));
        }

        return words;
    }

    private static bool EndsPart(string part) => part[^1] is '.' or ',' or ';' or ':' or '!' or '?' or '…' or '—' or '–' || part is "&" or "&&" or "|" or "->" or "-";

    // "Please, show …"
    private static bool IsPoliteness(List<string> before, string part) =>
        part[^1] == ',' && before.TrueForAll(QuestionWords.Polite.Contains) && QuestionWords.Polite.Contains(part.Trim(Punctuation));
}

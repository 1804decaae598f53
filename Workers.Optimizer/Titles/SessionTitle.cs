using System.Buffers;
using System.Text;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>
/// Makes a title of the person's own words, as a model would be asked to: what it is about, without what is wanted
/// done, in sentence case. As the words are the person's, so is the language.
/// </summary>
internal static class SessionTitle
{
    /// <summary>Words of a title at least, where the language writes words apart.</summary>
    public const int MinWords = 3;

    // Seven are allowed; where more have to be cut off, five are easier to tell apart in a list.
    private const int MaxWords = 7;
    private const int UsualWords = 5;
    private const int MaxLength = 72;

    private static readonly SearchValues<char> InNames = SearchValues.Create("._/\\:()@$#`");

    /// <summary>A title, never empty.</summary>
    public static string Of(string words) => TryOf(words, MaxWords, UsualWords) ?? ShortTitles.Around(MessageText.Clean(words));

    /// <summary>A title of the words themselves; null where there are too few.</summary>
    /// <param name="words">What the person has written.</param>
    /// <param name="maxWords">Words that it may have.</param>
    /// <param name="cutTo">Words that are left where there are more.</param>
    public static string? TryOf(string words, int maxWords, int cutTo)
    {
        foreach (var sentence in Sentences.Of(MessageText.Clean(words)))
        {
            var title = UnspacedText.IsMostOf(sentence) ? UnspacedText.Title(sentence) : Spaced(sentence, maxWords, cutTo);
            if (title is not null) return title;
        }

        return null;
    }

    /// <summary>With a capital at its beginning, unless it begins with a name as code has them.</summary>
    public static string Capitalized(string title)
    {
        var first = title.Split(' ', 2)[0];
        if (IsIdentifier(first)) return title;

        Rune.DecodeFromUtf16(title, out var rune, out var length);
        return Rune.ToUpperInvariant(rune) + title[length..];
    }

    private static string? Spaced(string sentence, int maxWords, int cutTo)
    {
        var all = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (all.Length > 1 && all.All(IsLoud)) all = [.. all.Select(word => word.ToLowerInvariant())];

        var words = RequestWords.Drop(all);
        if (words.Count < MinWords) words = RequestWords.DropGreeting(all);
        if (words.Count < MinWords) return null;

        return Capitalized(Join(words.Count <= maxWords ? words : RequestWords.DropLoose([.. words.Take(cutTo)], MinWords)));
    }

    // A word can be as long as a key or a line of a log.
    private static string Join(IReadOnlyList<string> words)
    {
        var longest = MaxLength / words.Count;
        return string.Join(' ', words.Select(word => word.Length <= longest * 2 ? word : UnspacedText.Cut(word, longest)));
    }

    private static bool IsLoud(string word) => word.Any(char.IsUpper) && !word.Any(char.IsLower);

    private static bool IsIdentifier(string word) =>
        word.AsSpan(0, word.Length - 1).ContainsAny(InNames) || word.Skip(1).Any(char.IsUpper) || word.Any(char.IsDigit);
}

namespace Pipeline.Workers.Telegram.Tests.Rendering;

/// <summary>One case of the corpus: markdown, and what a person should see of it.</summary>
/// <param name="Name">File and title.</param>
/// <param name="Markdown">The source.</param>
/// <param name="Expected">The text with its entities as marks.</param>
public sealed record CorpusCase(string Name, string Markdown, string Expected)
{
    private const string Title = "=== ";
    private const string Divider = "\n--- becomes\n";

    /// <summary>Reads all files of the corpus.</summary>
    public static IEnumerable<CorpusCase> All() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Rendering", "Corpus"), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<CorpusCase> Read(string path)
    {
        foreach (var part in ("\n" + File.ReadAllText(path)).Split("\n" + Title, StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, rest) = Cut(part, "\n");
            var (markdown, expected) = Cut(rest, Divider);
            yield return new CorpusCase($"{Path.GetFileNameWithoutExtension(path)}: {name}", markdown, expected.TrimEnd('\n'));
        }
    }

    private static (string Before, string After) Cut(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? throw new InvalidDataException($"no {mark} in {text}") : (text[..at], text[(at + mark.Length)..]);
    }
}

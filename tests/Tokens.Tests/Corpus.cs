using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.TestKit;

namespace Pipeline.Tokens.Tests;

/// <summary>The texts in the folder of that name, and what the npm package <c>tiktoken</c> makes of them.</summary>
internal static partial class Corpus
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Tokens.Tests", "Corpus");

    /// <summary>All texts by the names that they have in <c>golden.txt</c>.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = Read();

    /// <summary>Of each text the number of its tokens and the beginning of their SHA-256.</summary>
    public static IReadOnlyList<(string Name, int Count, string Hash)> Golden { get; } =
    [
        .. Lines("golden.txt").Select(line => line.Split(' ')).Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2])),
    ];

    private static Dictionary<string, string> Read()
    {
        var texts = Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)!)
            .Except(["golden.txt", "odd.txt", "runs.txt"])
            .ToDictionary(name => name, name => File.ReadAllText(Path.Combine(Folder, name)), StringComparer.Ordinal);
        foreach (var (index, line) in Lines("odd.txt").Index()) texts[$"odd.txt:{index + 1}"] = Unescape(line);
        foreach (var (index, line) in Lines("runs.txt").Index())
        {
            var words = line.Split(' ');
            texts[$"runs.txt:{index + 1}"] = string.Concat(Enumerable.Repeat(Unescape(words[1]), int.Parse(words[0], CultureInfo.InvariantCulture)));
        }

        return texts;
    }

    private static string[] Lines(string name) =>
        File.ReadAllText(Path.Combine(Folder, name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // As JSON does, but that a surrogate may stand alone.
    private static string Unescape(string line) => Escape().Replace(line, escape => escape.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        _ => $"{(char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
    });

    [GeneratedRegex(@"\\(?:[nrt]|u[0-9a-f]{4})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();
}

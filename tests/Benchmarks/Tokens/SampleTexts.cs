using Pipeline.TestKit;

namespace Pipeline.Benchmarks.Tokens;

/// <summary>Texts of this repository.</summary>
internal static class SampleTexts
{
    private const int Length = 1_000_000;

    /// <summary>About a megabyte each: code, prose, prose in ten scripts, and code and prose in turns.</summary>
    public static IReadOnlyList<(string Name, string Text)> All { get; } = Read();

    private static List<(string Name, string Text)> Read()
    {
        var code = Long(Files(".", "*.cs"));
        var prose = Long(Files(".", "*.md"));
        var scripts = Long(Files(Path.Combine("tests", "Tokens.Tests", "Corpus"), "prose-*.txt"));
        return [("code", code), ("prose", prose), ("prose in ten scripts", scripts), ("code and prose", string.Concat(code.Chunk(4_000).Zip(prose.Chunk(4_000), (one, other) => new string([.. one, .. other]))))];
    }

    private static string Files(string folder, string pattern) => string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), pattern, SearchOption.AllDirectories)
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllText));

    private static string Long(string text) => string.Concat(Enumerable.Repeat(text, 1 + (Length / text.Length)))[..Length];
}

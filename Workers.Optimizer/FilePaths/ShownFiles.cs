using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>
/// The files whose contents a command line has shown: those that a reader names, or that a search or a difference
/// names in its output. Listers show names alone, and so give none. Paths stay as they are written.
/// </summary>
internal static class ShownFiles
{
    /// <summary>The paths, each once, in the order in which they come.</summary>
    public static IReadOnlyList<string> Of(string command, string output)
    {
        var parsed = ShellLexer.Read(command);
        if (parsed.RunsHiddenCommands || !parsed.IsWhole) return [];

        return [.. Pipelines(parsed.Tokens).SelectMany(pipeline => OfPipeline(pipeline, output)).Where(IsPath).Distinct(StringComparer.Ordinal)];
    }

    // What the last command of a pipeline does not show, nobody has seen.
    private static IEnumerable<string> OfPipeline(List<List<ShellToken>> stages, string output) =>
        Readers.Of(stages[^1]) is null ? [] : stages.SelectMany(stage => Readers.Of(stage)?.Paths(output) ?? []);

    private static bool IsPath(string path) => path is not ("" or "-" or "/dev/null" or "/dev/stdin");

    private static List<List<List<ShellToken>>> Pipelines(IReadOnlyList<ShellToken> tokens)
    {
        List<List<List<ShellToken>>> pipelines = [[[]]];
        foreach (var token in tokens)
        {
            if (token.Kind != ShellTokenKind.Operator) pipelines[^1][^1].Add(token);
            else if (token.Text is "|" or "|&") pipelines[^1].Add([]);
            else pipelines.Add([[]]);
        }

        return pipelines;
    }
}

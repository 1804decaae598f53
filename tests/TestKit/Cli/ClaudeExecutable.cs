namespace Pipeline.TestKit.Cli;

/// <summary>Where the Claude Code CLI is that the tests run.</summary>
public static class ClaudeExecutable
{
    private const string Variable = "PIPELINE_TEST_CLAUDE";

    /// <summary>The path in <c>PIPELINE_TEST_CLAUDE</c>, else the CLI that <c>test.sh</c> installs.</summary>
    public static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(RepositoryRoot.Path, ".tools", "claude", "node_modules", ".bin", "claude");

        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"There is no Claude Code CLI at '{path}'. Run ./test.sh, which installs it, or set {Variable}.", path);
    }
}

namespace Pipeline.TestKit.Cli;

/// <summary>How a test runs the Claude Code CLI.</summary>
public sealed record ClaudeCliOptions
{
    /// <summary>The base URL that the CLI calls, without <c>/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The bearer token that it sends.</summary>
    public string AuthToken { get; init; } = "test-token";

    /// <summary>Arguments of every run, besides prompt and output format.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = ["--dangerously-skip-permissions"];

    /// <summary>Variables beyond the clean environment; they win over it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long one run may take before it is killed. Default: 2 minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The CLI to run.</summary>
    public string Executable { get; init; } = ClaudeExecutable.Find();
}

using System.Diagnostics;

namespace Pipeline.TestKit.Cli;

/// <summary>
/// Runs the real Claude Code CLI as a person would on a fresh machine: a home and a working directory
/// of its own, which all runs of one instance share so that sessions can be resumed.
/// </summary>
public sealed class ClaudeCli(ClaudeCliOptions options) : IAsyncDisposable
{
    private readonly TemporaryDirectory _home = new("claude-home");
    private readonly TemporaryDirectory _workspace = new("claude-work");

    /// <summary>A CLI with the usual options.</summary>
    public ClaudeCli(Uri baseAddress)
        : this(new ClaudeCliOptions { BaseAddress = baseAddress })
    {
    }

    /// <summary>The working directory.</summary>
    public string Workspace => _workspace.Path;

    /// <summary>The home directory, where the CLI keeps sessions and settings.</summary>
    public string Home => _home.Path;

    /// <summary>Runs one prompt in a new session.</summary>
    /// <exception cref="TimeoutException">The run took too long; the message holds what it had printed.</exception>
    public Task<ClaudeRun> RunAsync(string prompt, params string[] arguments) =>
        RunAsync(prompt, arguments, CancellationToken.None);

    /// <summary>Continues a session, in the same home and working directory.</summary>
    public Task<ClaudeRun> ResumeAsync(string sessionId, string prompt, params string[] arguments) =>
        RunAsync(prompt, ["--resume", sessionId, .. arguments], CancellationToken.None);

    /// <summary>Runs one prompt; cancelling kills the CLI and what it started.</summary>
    public async Task<ClaudeRun> RunAsync(string prompt, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new ClaudeProcess(StartInfo(prompt, arguments));
        using var limit = new CancellationTokenSource(options.TimeLimit, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await process.RunAsync(stop.Token);
        }
        catch (OperationCanceledException cancelled) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The CLI did not end within {options.TimeLimit}.\n{process.Printed}", cancelled);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        _workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    private ProcessStartInfo StartInfo(string prompt, IReadOnlyList<string> arguments)
    {
        string[] all = ["-p", prompt, "--output-format", "stream-json", "--verbose", .. options.Arguments, .. arguments];
        var start = new ProcessStartInfo(options.Executable, all)
        {
            WorkingDirectory = Workspace,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        start.Environment.Clear();
        foreach (var (name, value) in CleanEnvironment()) start.Environment[name] = value;
        foreach (var (name, value) in options.Environment) start.Environment[name] = value;
        return start;
    }

    private Dictionary<string, string?> CleanEnvironment() => new(StringComparer.Ordinal)
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
        ["HOME"] = Home,
        ["CLAUDE_CODE_TMPDIR"] = Home,
        ["SHELL"] = "/bin/bash",
        ["ANTHROPIC_BASE_URL"] = options.BaseAddress.ToString().TrimEnd('/'),
        ["ANTHROPIC_AUTH_TOKEN"] = options.AuthToken,
        ["CLAUDE_CODE_DISABLE_1M_CONTEXT"] = "1",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",

        // Skipping permissions as root is refused outside a sandbox.
        ["IS_SANDBOX"] = Environment.IsPrivilegedProcess ? "1" : null,
    };
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Cli;

/// <summary>
/// The real Claude Code CLI in a terminal (tmux), as a person sees it, in a home of its own whose settings answer
/// what it asks at its first start.
/// </summary>
public sealed class InteractiveClaude : IAsyncDisposable
{
    private const string Session = "claude";

    private readonly TemporaryDirectory _home = new("claude-home");
    private readonly TemporaryDirectory _workspace = new("claude-work");
    private readonly ClaudeCliOptions _options;

    private InteractiveClaude(ClaudeCliOptions options) => _options = options;

    /// <summary>Starts it and waits until it takes a prompt.</summary>
    public static async Task<InteractiveClaude> StartAsync(Uri baseAddress, params (string Name, string Value)[] environment)
    {
        var claude = new InteractiveClaude(new ClaudeCliOptions { BaseAddress = baseAddress });
        await claude.WriteSettingsAsync();
        await claude.TmuxAsync(["new-session", "-d", "-s", Session, "-x", "120", "-y", "40", .. claude.Command(environment)]);
        await claude.ShowsAsync("❯");
        return claude;
    }

    /// <summary>Types a line and presses Enter once it stands there.</summary>
    public async Task TypeAsync(string line)
    {
        await TmuxAsync("send-keys", "-t", Session, "-l", line);
        await ShowsAsync(line);
        await TmuxAsync("send-keys", "-t", Session, "Enter");
    }

    /// <summary>What is on the screen.</summary>
    public Task<string> ScreenAsync() => TmuxAsync("capture-pane", "-p", "-t", Session);

    /// <summary>The terminal's title.</summary>
    public async Task<string> TitleAsync() => (await TmuxAsync("display-message", "-p", "-t", Session, "#{pane_title}")).Trim();

    /// <summary>Waits until words are on the screen.</summary>
    public Task ShowsAsync(string words) => UntilAsync(ScreenAsync, words);

    /// <summary>Waits until words are in the terminal's title.</summary>
    public Task IsTitledAsync(string words) => UntilAsync(TitleAsync, words);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var process = int.Parse(await TmuxAsync("display-message", "-p", "-t", Session, "#{pane_pid}"), CultureInfo.InvariantCulture);
        using var claude = Process.GetProcessById(process);
        await TmuxAsync("kill-server");

        // Its directories can be deleted only once it writes no more.
        await claude.WaitForExitAsync().Soon();
        _home.Dispose();
        _workspace.Dispose();
    }

    private static async Task UntilAsync(Func<Task<string>> look, string words)
    {
        var seen = "";
        try
        {
            await Patience.UntilAsync(async () => (seen = await look()).Contains(words, StringComparison.Ordinal));
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"The terminal did not show '{words}' but:\n{seen}", timeout);
        }
    }

    // A clean environment: what the tests themselves run in may be a session of the CLI. Titles count as traffic that is
    // not essential, so that the switch for all of it must stay off.
    private IEnumerable<string> Command((string Name, string Value)[] environment)
    {
        string[] variables =
        [
            $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"HOME={_home.Path}", $"CLAUDE_CODE_TMPDIR={_home.Path}", "SHELL=/bin/bash", "TERM=xterm-256color", "LANG=C.UTF-8",
            $"ANTHROPIC_BASE_URL={_options.BaseAddress.ToString().TrimEnd('/')}", $"ANTHROPIC_AUTH_TOKEN={_options.AuthToken}",
            "CLAUDE_CODE_DISABLE_1M_CONTEXT=1", "DISABLE_TELEMETRY=1", "DISABLE_ERROR_REPORTING=1", "DISABLE_AUTOUPDATER=1",
        ];
        return ["-c", _workspace.Path, "env", "-i", .. variables, .. environment.Select(variable => $"{variable.Name}={variable.Value}"), _options.Executable];
    }

    // Theme and trust, which it asks about before anything else.
    private Task WriteSettingsAsync()
    {
        var settings = new JsonObject
        {
            ["hasCompletedOnboarding"] = true,
            ["theme"] = "dark",
            ["projects"] = new JsonObject
            {
                [_workspace.Path] = new JsonObject { ["hasTrustDialogAccepted"] = true, ["hasCompletedProjectOnboarding"] = true },
            },
        };
        return File.WriteAllTextAsync(Path.Combine(_home.Path, ".claude.json"), settings.ToJsonString());
    }

    private Task<string> TmuxAsync(params string[] arguments) => RunAsync(["-u", "-f", "/dev/null", "-S", Path.Combine(_home.Path, "tmux.socket"), .. arguments]);

    private static async Task<string> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("TMUX");
        using var tmux = Process.Start(start)!;
        var output = tmux.StandardOutput.ReadToEndAsync();
        var errors = await tmux.StandardError.ReadToEndAsync().Soon();
        await tmux.WaitForExitAsync().Soon();
        return tmux.ExitCode == 0 ? await output : throw new InvalidOperationException($"tmux {arguments[5]} failed: {errors}");
    }
}

using System.ComponentModel;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Transport.Processes;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli.Start;

/// <summary>Starts processes of Claude Code.</summary>
/// <param name="options">How the CLI is run.</param>
/// <param name="ingress">Where the model's API is.</param>
/// <param name="tokens">Issues the runs' tokens; null where the ingress asks for none.</param>
/// <param name="ofThisMachine">Variables of this machine, of which runs get a few.</param>
/// <param name="time">The clock by which tokens end.</param>
internal sealed class Launch(IOptions<CliOptions> options, IIngressAddress ingress, RunTokens? tokens, Func<string, string?> ofThisMachine, TimeProvider time)
{
    // What a shell and execve answer; the same on Linux and macOS.
    private const int NoSuchFile = 2;
    private const int ArgumentsTooLong = 7;
    private const int NoProgram = 8;
    private const int PermissionDenied = 13;

    // Where runs have no limit, long enough that none outlives it, and an end all the same.
    private static readonly TimeSpan LongestToken = TimeSpan.FromDays(7);
    private static readonly TimeSpan TokenMargin = TimeSpan.FromMinutes(10);

    private readonly CliOptions _options = options.Value;

    /// <summary>Starts a run.</summary>
    /// <exception cref="LaunchException">It cannot be started; the message says why.</exception>
    public ClaudeProcess Start(RunRequest request, Workspace workspace, RunMark mark)
    {
        var program = ProgramPath.Find(_options.Path) ?? throw new LaunchException(
            $"'{_options.Path}' was not found{(_options.Path.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "" : " on the PATH")}. "
            + "Install Claude Code with: npm install -g @anthropic-ai/claude-code, or set CLAUDE_CLI_PATH.");
        try
        {
            return ClaudeProcess.Start(
                program,
                CommandLine.Of(request, workspace, _options.PermissionMode),
                PlainEnvironment.Of(ofThisMachine, ingress.Url, Token(request.Node), request.TraceParent ?? Begin(request.RunId), mark),
                workspace.Directory);
        }
        catch (Win32Exception fault)
        {
            throw new LaunchException($"{program} cannot be started: {Words(fault)}", fault);
        }
    }

    // A trace of the run's own, so that its model requests can be told from others also where nobody traces us.
    private static string Begin(Guid run) => $"00-{run:N}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}-01";

    // Without a configured token the ingress takes any, and the CLI insists on one.
    private string Token(string node) => tokens?.Issue(new RunToken(node, time.GetUtcNow() + TokenLife)) ?? "pipeline";

    private TimeSpan TokenLife => _options.TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(_options.TotalTimeoutSeconds) + TokenMargin : LongestToken;

    private static string Words(Win32Exception fault) => fault.NativeErrorCode switch
    {
        NoSuchFile => "its interpreter, or the working directory, does not exist.",
        ArgumentsTooLong => "the appended system prompt is too long for an argument.",
        NoProgram => "it is no program for this system. Install Claude Code again, or set CLAUDE_CLI_PATH.",
        PermissionDenied => "permission denied. It must be executable, and the working directory must be open, for the user of Workers.Cli.",
        _ => fault.Message,
    };
}

/// <summary>Why no process could be started, in words for the person who asked for it.</summary>
internal sealed class LaunchException(string message, Exception? cause = null) : Exception(message, cause);

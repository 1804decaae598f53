using Microsoft.Extensions.Logging;
using Pipeline.TestKit;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>Everything that runs Claude Code, with a fake one and a workspace that is removed at the end.</summary>
internal sealed class RunBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new("cli");

    public RunBench(TimeProvider? time = null, Action<CliOptions>? configure = null, AdoptedProcesses? adopted = null)
    {
        Options.Path = FakeClaude.WriteTo(_directory.Path);
        Options.Workspace = Path.Combine(_directory.Path, "workspace");
        configure?.Invoke(Options);
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var logs = new LoggerFactory([Log]);
        Runs = new ClaudeRuns(
            options,
            new AllowedWorkspaces(options),
            new Launch(options, new Ingress(), new RunTokens("operators-secret"), Variable, time ?? TimeProvider.System),
            time ?? TimeProvider.System,
            logs.CreateLogger<ClaudeRuns>(),
            adopted);
    }

    /// <summary>Variables of the worker besides those of this machine.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public CliOptions Options { get; } = new();

    public ClaudeRuns Runs { get; }

    public NotedEvents Events { get; } = new();

    public LogLines Log { get; } = new();

    public string Workspace => Options.Workspace;

    /// <summary>A run whose prompt is a shell script.</summary>
    public static RunRequest Request(string script) => new() { RunId = Guid.NewGuid(), Node = "node-1", Prompt = script };

    public Task<RunOutcome> RunAsync(string script) => RunAsync(Request(script), CancellationToken.None);

    public Task<RunOutcome> RunAsync(RunRequest request, CancellationToken stop) => Runs.RunAsync(request, Events, stop).Soon();

    /// <summary>The ids of the living processes of a run.</summary>
    public static IReadOnlyList<int> Processes(Guid runId) =>
        [.. MarkedProcess.All().Where(process => process.Mark.RunId == runId).Select(process => process.Process.Id)];

    public void Dispose() => _directory.Dispose();

    private string? Variable(string name) => Variables.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    private sealed class Ingress : IIngressAddress
    {
        public Uri Url { get; } = new("http://127.0.0.1:1");

        public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Contracts.Transcripts;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Cli;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Host.Tests.Runs;

/// <summary>What runs the real CLI, with a home and a workspace of its own, on a host that asks for a token.</summary>
internal sealed class RunningAgent : ITranscriptSink, IIngressAddress, IAsyncDisposable
{
    private const string Secret = "operators-secret";

    private readonly TemporaryDirectory _home = new("agent");
    private readonly ConcurrentQueue<TranscriptEvent> _events = new();

    private RunningAgent(RunningPipeline pipeline, string secret)
    {
        Pipeline = pipeline;
        Url = pipeline.Address;
        Workspace = Path.Combine(_home.Path, "workspace");
        var options = Microsoft.Extensions.Options.Options.Create(new CliOptions { Path = ClaudeExecutable.Find(), Workspace = Workspace });
        var launch = new Launch(options, this, new RunTokens(secret), Variable, TimeProvider.System);
        Runs = new ClaudeRuns(options, new AllowedWorkspaces(options), launch, TimeProvider.System, NullLogger<ClaudeRuns>.Instance);
    }

    public RunningPipeline Pipeline { get; }

    public ClaudeRuns Runs { get; }

    public string Workspace { get; }

    /// <summary>Where the CLI is sent: to the host.</summary>
    public Uri Url { get; set; }

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<TranscriptEvent> Events => [.. _events];

    public string Text => string.Concat(_events.OfType<TextWritten>().Select(text => text.Text));

    /// <summary>Starts the host; runs get tokens that are made of the secret.</summary>
    public static async Task<RunningAgent> StartAsync(string secret = Secret) => new(await RunningPipeline.StartAsync(("ANTHROPIC_AUTH_TOKEN", Secret)), secret);

    public static RunRequest Request(string prompt) => new() { RunId = Guid.NewGuid(), Node = "node", Prompt = prompt };

    public Task<RunOutcome> RunAsync(string prompt) => RunAsync(Request(prompt), CancellationToken.None);

    public Task<RunOutcome> RunAsync(RunRequest request, CancellationToken stop) => Runs.RunAsync(request, this, stop);

    public ValueTask WriteAsync(TranscriptEvent transcriptEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(transcriptEvent);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _home.Dispose();
    }

    private string? Variable(string name) => name is "HOME" or "TMPDIR" ? _home.Path : Environment.GetEnvironmentVariable(name);
}

using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Databases;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Cli;

namespace Pipeline.Benchmarks;

/// <summary>
/// The time from a task's command to the first that a viewer sees of its process, against the same program started by
/// hand, in turns: what is added is ours, the rest is the CLI's.
/// </summary>
internal sealed class AgentStart(Uri ingress, bool quick) : IDisposable
{
    private const string Prompt = "Say hello.";

    private readonly TemporaryDirectory _home = new("agents");
    private readonly int _samples = quick ? 5 : 30;

    private string Workspace => Path.Combine(_home.Path, "workspace");

    /// <summary>Measures in one process and over RabbitMQ and PostgreSQL.</summary>
    public async Task RunAsync()
    {
        Directory.CreateDirectory(Workspace);

        // The worker passes its own on, and started by hand the program has the same.
        Environment.SetEnvironmentVariable("HOME", _home.Path);
        using (var host = Build(Settings(), services => services.AddCliWorker(Configuration(Settings()))))
            await CompareAsync("one process, state in files", host);

        await using var broker = await RabbitMqBroker.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        var settings = Settings();
        (settings["RabbitMq:Url"], settings["ConnectionStrings:Pipeline"]) = (broker.Url.ToString(), database.ConnectionString);
        using var sender = Build(settings, _ => { });
        var (process, _) = await ChildProcess.StartAsync(
            "Pipeline.Workers.Cli.dll", [], settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!));
        using var worker = process;
        await CompareAsync("over RabbitMQ, state in PostgreSQL (which does not flush)", sender);
    }

    public void Dispose() => _home.Dispose();

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["State:Directory"] = Path.Combine(_home.Path, "state"),
        ["Cli:Path"] = ClaudeExecutable.Find(),
        ["Cli:Workspace"] = Workspace,
        ["Cli:IngressUrl"] = ingress.ToString(),
    };

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static IHost Build(Dictionary<string, string?> settings, Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging();
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        configure(builder.Services);
        return builder.Build();
    }

    private async Task CompareAsync(string how, IHost host)
    {
        await host.StartAsync();
        var (byHand, asTask) = (new List<double>(), new List<double>());
        for (var sample = -2; sample < _samples; sample++)
        {
            var times = (await ByHandAsync(), await AsTaskAsync(host));
            if (sample < 0) continue;

            byHand.Add(times.Item1);
            asTask.Add(times.Item2);
        }

        await host.StopAsync();
        Console.WriteLine($"first output of an agent, {how}, {_samples} times in turns");
        foreach (var (what, times) in new[] { ("by hand", byHand), ("as a task", asTask) })
            Console.WriteLine($"  {what,-10} p50 {Comparison.Percentile(times, 50):0} ms, p95 {Comparison.Percentile(times, 95):0} ms");
        Console.WriteLine($"  added at p50: {Comparison.Percentile(asTask, 50) - Comparison.Percentile(byHand, 50):0} ms\n");
    }

    private async Task<double> ByHandAsync()
    {
        var start = new ProcessStartInfo(
            ClaudeExecutable.Find(), ["-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--permission-mode", "bypassPermissions"])
        {
            WorkingDirectory = Workspace,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["ANTHROPIC_BASE_URL"], start.Environment["ANTHROPIC_AUTH_TOKEN"]) = (ingress.ToString().TrimEnd('/'), "pipeline");
        (start.Environment["CLAUDE_CODE_DISABLE_1M_CONTEXT"], start.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"], start.Environment["IS_SANDBOX"]) = ("1", "1", "1");

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(Prompt);
        process.StandardInput.Close();
        await process.StandardOutput.ReadLineAsync();
        var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return taken;
    }

    private static async Task<double> AsTaskAsync(IHost host)
    {
        var inbox = host.Services.GetRequiredService<IFrameInbox>();
        var task = new RunCliTask { TreeId = Guid.NewGuid(), NodeId = Guid.NewGuid(), RunId = Guid.NewGuid(), Run = 1, Prompt = Prompt, Options = new TaskOptions() };
        var viewer = new FirstOutput();
        var streamId = Guid.NewGuid();
        using var stream = inbox.Open(streamId, viewer);
        await host.Services.GetRequiredService<IBus>().Publish(new AttachViewer { NodeId = task.NodeId, StreamId = streamId, Address = inbox.Address });

        var began = Stopwatch.GetTimestamp();
        await host.Services.GetRequiredService<CommandSender>().SendAsync(CommandExchanges.RunCliTask, task, CancellationToken.None);
        var taken = Stopwatch.GetElapsedTime(began, await viewer.Seen).TotalMilliseconds;
        await viewer.Ended;
        return taken;
    }

    /// <summary>Notes when something is seen first, and waits for the end.</summary>
    private sealed class FirstOutput : IFrameSink
    {
        private readonly TaskCompletionSource<long> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> Seen => _seen.Task;

        public Task Ended => _ended.Task;

        public bool TryAccept(Frame frame)
        {
            _seen.TrySetResult(Stopwatch.GetTimestamp());
            if (TranscriptEvent.FromPayload(frame.Payload) is not RunEnded end) return true;

            if (end.State == RunState.Completed) _ended.SetResult();
            else _ended.SetException(new InvalidOperationException($"The agent's run ended as {end.State}."));
            return true;
        }

        public void EndIfFull()
        {
            // It has room for everything.
        }

        public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}

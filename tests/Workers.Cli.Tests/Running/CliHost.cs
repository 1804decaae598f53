using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Transcripts;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Tasks;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A worker for agents on a real bus, with a fake Claude Code, beside a consumer that notes what trees are told.</summary>
internal sealed class CliHost : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("worker");
    private readonly IHost _host;

    private CliHost(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Defaults(_directory.Path)).AddInMemoryCollection(settings);
        builder.Logging.AddProvider(Log);
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddCliWorker(builder.Configuration);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddSingleton(Told);
        builder.Services.RegisterConsumer<ToldTrees.Consumer, ToldTrees.Definition>();

        // It would end what other tests have left, which are not ours to end.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(RunReaper)));
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public LogLines Log { get; } = new();

    public ToldTrees Told { get; } = new();

    public IStateStore Store => Get<IStateStore>();

    public string Workspace => Path.Combine(_directory.Path, "workspace");

    /// <summary>Settings of a worker that runs a fake Claude Code.</summary>
    public static Dictionary<string, string?> Defaults(string directory) => new(StringComparer.Ordinal)
    {
        ["State:Directory"] = Path.Combine(directory, "state"),
        ["Cli:Path"] = FakeClaude.WriteTo(directory),
        ["Cli:Workspace"] = Path.Combine(directory, "workspace"),
    };

    public static async Task<CliHost> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var host = new CliHost(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal), configure);
        await host._host.StartAsync();
        return host;
    }

    /// <summary>Starts a worker whose clock the test moves.</summary>
    public static Task<CliHost> StartAsync(ManualTime time, Action<IServiceCollection>? configure = null) => StartAsync(configure: services =>
    {
        services.AddSingleton<TimeProvider>(time);

        // Both act in the rhythm in which leases are renewed: who waits for a lease's timer must not find theirs.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "StateSweeper"));
        services.Remove(services.Single(service => service.ImplementationType == typeof(Presence)));
        configure?.Invoke(services);
    });

    /// <summary>A task whose prompt is a shell script.</summary>
    public static RunCliTask Task(string script) => new()
    {
        TreeId = Guid.NewGuid(),
        NodeId = Guid.NewGuid(),
        RunId = Guid.NewGuid(),
        Run = 1,
        Prompt = script,
        Options = new TaskOptions(),
    };

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task SendAsync(RunCliTask task) => Get<CommandSender>().SendAsync(CommandExchanges.RunCliTask, task, CancellationToken.None);

    /// <summary>Sends a task and waits for its end.</summary>
    public async Task<CliTaskCompleted> RunAsync(RunCliTask task)
    {
        await SendAsync(task);
        return await Told.EndOfAsync(task);
    }

    public Task PublishAsync<T>(T message)
        where T : class => Get<IBus>().Publish(message);

    public Task<CliRun?> RunOfAsync(RunCliTask task) => Store.ReadAsync<CliRun>(task.RunId, CancellationToken.None);

    /// <summary>Changes a run as the tree's saga or the sweep of leases does.</summary>
    public Task ChangeRunAsync(RunCliTask task, Action<CliRun> change) => Store.ChangeAsync(
        async state => change((await state.FindAsync<CliRun>(task.RunId, CancellationToken.None))!), CancellationToken.None);

    /// <summary>What is stored of a node's transcript.</summary>
    public async Task<IReadOnlyList<(long Position, TranscriptEvent Event)>> TranscriptAsync(RunCliTask task)
    {
        var events = new List<(long, TranscriptEvent)>();
        await foreach (var stored in Get<ITranscriptStore>().ReadAsync(task.NodeId, new TranscriptPosition(0), CancellationToken.None))
            events.Add((stored.Position.Value, TranscriptEvent.FromPayload(stored.Payload)));
        return events;
    }

    /// <summary>Waits until a script has made a file in its workspace.</summary>
    public Task MakesAsync(string file) => Patience.UntilAsync(() => System.Threading.Tasks.Task.FromResult(File.Exists(Path.Combine(Workspace, file))), file);

    /// <summary>Makes a file that a script waits for.</summary>
    public Task MakeAsync(string file) => File.WriteAllTextAsync(Path.Combine(Workspace, file), "");

    public string[] Lines(string file) => File.ReadAllLines(Path.Combine(Workspace, file));

    public Task StopAsync() => _host.StopAsync().Soon();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        _directory.Dispose();
    }
}

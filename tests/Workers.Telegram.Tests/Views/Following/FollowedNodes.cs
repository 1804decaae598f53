using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.Transcripts;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Transport.Viewing;
using Pipeline.Workers.Telegram.Views.Following;

namespace Pipeline.Workers.Telegram.Tests.Views.Following;

/// <summary>Feeds on the real bus, frames and store; the test plays the workers that run nodes.</summary>
internal sealed class FollowedNodes : IAsyncDisposable
{
    private readonly TemporaryDirectory _state = new("feeds");
    private readonly IHost _host;

    private FollowedNodes()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("State:Directory", _state.Path)]);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<LogLines>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddViewers().AddSingleton<NodeFeeds>();
        builder.Services.AddSingleton(provider => new WaywardTranscripts(provider.GetRequiredService<ITranscriptStore>()));
        builder.Services.AddSingleton(provider => new TranscriptPages(provider.GetRequiredService<WaywardTranscripts>(), provider.GetRequiredService<ILogger<TranscriptPages>>()));
        builder.Services.AddSingleton<Attached>();
        builder.Services.RegisterConsumer<AttachedConsumer>();
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _host = builder.Build();
    }

    public WaywardTranscripts Transcripts => Get<WaywardTranscripts>();

    public LogLines Log => Get<LogLines>();

    public static async Task<FollowedNodes> StartAsync()
    {
        var nodes = new FollowedNodes();
        await nodes._host.StartAsync();
        return nodes;
    }

    public NodeFeed Open(Guid nodeId) => Get<NodeFeeds>().Open(nodeId);

    /// <summary>Who follows a node, once that is known.</summary>
    public async Task<AttachViewer> ViewerAsync(Guid nodeId)
    {
        AttachViewer? viewer = null;
        await Patience.UntilAsync(() => Task.FromResult((viewer = Get<Attached>().Viewers.GetValueOrDefault(nodeId)) is not null), "a viewer");
        return viewer!;
    }

    /// <summary>Stores events of a run, numbered from here.</summary>
    public Task StoreAsync(Guid nodeId, int run, int first, params TranscriptEvent[] events) => Transcripts.AppendAsync(
        nodeId,
        [.. events.Select((transcriptEvent, index) => new StoredEvent(TranscriptPosition.Of(run, first + index), transcriptEvent.ToPayload()))],
        CancellationToken.None);

    /// <summary>Sends an event as a frame.</summary>
    public ValueTask SendAsync(AttachViewer viewer, int run, int sequence, TranscriptEvent transcriptEvent) => Get<IFramePump>().SendAsync(
        viewer.Address, new Frame(viewer.StreamId, run, sequence, FrameKind.Transcript, transcriptEvent.ToPayload()), CancellationToken.None);

    /// <summary>Says that a node has changed.</summary>
    public Task ChangeAsync(Guid nodeId) => Get<IBus>().Publish(
        new NodeChanged { TreeId = nodeId, NodeId = nodeId, Version = 2, State = NodeState.Completed, ChangedAt = TimeProvider.System.GetUtcNow() });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _state.Dispose();
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}

/// <summary>The newest viewer of each node.</summary>
internal sealed class Attached
{
    public ConcurrentDictionary<Guid, AttachViewer> Viewers { get; } = new();
}

internal sealed class AttachedConsumer(Attached attached) : IConsumer<AttachViewer>
{
    public Task Consume(ConsumeContext<AttachViewer> context)
    {
        attached.Viewers[context.Message.NodeId] = context.Message;
        return Task.CompletedTask;
    }
}

/// <summary>The real store, which the test can make fail or hang.</summary>
internal sealed class WaywardTranscripts(ITranscriptStore store) : ITranscriptStore
{
    private int _reads;

    /// <summary>What reading waits for first; a failed task fails it.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    /// <summary>How often it was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public Task AppendAsync(Guid nodeId, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken) => store.AppendAsync(nodeId, events, cancellationToken);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        Guid nodeId, TranscriptPosition after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await Reading.WaitAsync(cancellationToken);
        await foreach (var stored in store.ReadAsync(nodeId, after, cancellationToken)) yield return stored;
    }

    public Task<StoredEvent?> LastAsync(Guid nodeId, CancellationToken cancellationToken) => store.LastAsync(nodeId, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<Guid> nodeIds, CancellationToken cancellationToken) => store.DeleteAsync(nodeIds, cancellationToken);
}

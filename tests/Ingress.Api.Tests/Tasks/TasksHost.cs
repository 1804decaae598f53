using System.Net.Http.Json;
using System.Threading.Channels;
using MassTransit;
using MassTransit.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>The ingress with the real state, bus and frames; the test plays the trees and the workers.</summary>
internal sealed class TasksHost : IAsyncDisposable
{
    public const string Token = "operators-secret";

    private readonly WebApplication _app;
    private readonly TemporaryDirectory _state;

    private TasksHost(WebApplication app, TemporaryDirectory state)
    {
        (_app, _state) = (app, state);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Add("x-api-key", Token);
    }

    public HttpClient Client { get; }

    public Heard Heard => _app.Services.GetRequiredService<Heard>();

    private IStateStore Store => _app.Services.GetRequiredService<IStateStore>();

    public static async Task<TasksHost> StartAsync()
    {
        var state = new TemporaryDirectory("tasks");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Ingress:AuthToken"] = Token,
            ["State:Directory"] = state.Path,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddIngress();
        builder.Services.AddSingleton<Heard>();
        builder.Services.RegisterConsumer<ScriptedTrees, ScriptedTreesDefinition>();
        builder.Services.RegisterConsumer<ScriptedRunner>();
        var app = builder.Build().MapIngress();
        await app.StartAsync();
        return new TasksHost(app, state);
    }

    /// <summary>Submits a task and returns its node once the trees have heard of it.</summary>
    public async Task<SubmitMessage> SubmitAsync(string prompt = "do it", Guid? parent = null)
    {
        using var response = await Client.PostAsJsonAsync("/v1/tasks", new { prompt, stream = false, parent = parent is { } id ? $"task_{id:N}" : null });
        Assert.Equal(202, (int)response.StatusCode);
        return await Heard.NextAsync<SubmitMessage>();
    }

    /// <summary>Plays the tree: stores a node as it is now, and says so.</summary>
    public async Task<TreeNode> SetAsync(SubmitMessage message, Action<TreeNode> change, int? position = null)
    {
        TreeNode? now = null;
        await Store.ChangeAsync(
            async state =>
            {
                await state.TryAddAsync(new MessageTree { CorrelationId = message.TreeId, Workspace = message.Options.Workspace, CreatedAt = message.SubmittedAt }, CancellationToken.None);
                await state.TryAddAsync(
                    new TreeNode { Id = message.NodeId, TreeId = message.TreeId, ParentId = message.ParentId, Prompt = message.Prompt, State = NodeState.Queued, SubmittedAt = message.SubmittedAt },
                    CancellationToken.None);
                now = (await state.FindAsync<TreeNode>(message.NodeId, CancellationToken.None))!;
                change(now);
                now.Version++;
            },
            CancellationToken.None);
        await TellAsync(now!, position);
        return now!;
    }

    /// <summary>Plays the tree: says where a node stands.</summary>
    public Task TellAsync(TreeNode node, int? position = null) => _app.Services.GetRequiredService<IBus>().Publish(new NodeChanged
    {
        TreeId = node.TreeId,
        NodeId = node.Id,
        Version = node.Version,
        State = node.State,
        Position = position,
        Run = node.Runs,
        ChangedAt = node.SubmittedAt,
    });

    /// <summary>Plays the worker: stores events of a run, the first of them at a place.</summary>
    public Task StoreAsync(Guid nodeId, int run, int first, params TranscriptEvent[] events) => _app.Services.GetRequiredService<ITranscriptStore>().AppendAsync(
        nodeId,
        [.. events.Select((transcriptEvent, index) => new StoredEvent(TranscriptPosition.Of(run, first + index), transcriptEvent.ToPayload()))],
        CancellationToken.None);

    /// <summary>Plays the worker: sends an event of a run to a viewer.</summary>
    public ValueTask SendAsync(AttachViewer viewer, int run, int sequence, TranscriptEvent transcriptEvent) => _app.Services.GetRequiredService<IFramePump>().SendAsync(
        viewer.Address, new Frame(viewer.StreamId, run, sequence, FrameKind.Transcript, transcriptEvent.ToPayload()), CancellationToken.None);

    /// <summary>Watches a task.</summary>
    public Task<WatchedTask> WatchAsync(Guid nodeId, string? lastEventId = null) => WatchedTask.OpenAsync(Client, $"/v1/tasks/task_{nodeId:N}/events", lastEventId);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _state.Dispose();
    }
}

/// <summary>What came over the bus.</summary>
internal sealed class Heard
{
    private readonly Channel<object> _commands = Channel.CreateUnbounded<object>();
    private readonly Channel<AttachViewer> _viewers = Channel.CreateUnbounded<AttachViewer>();

    /// <summary>Commands that nobody has taken yet.</summary>
    public int Count => _commands.Reader.Count;

    public void Add(object message) => Assert.True(message is AttachViewer viewer ? _viewers.Writer.TryWrite(viewer) : _commands.Writer.TryWrite(message));

    /// <summary>Waits for the next command.</summary>
    public async Task<T> NextAsync<T>() => Assert.IsType<T>(await _commands.Reader.ReadAsync().AsTask().Soon());

    /// <summary>Waits for the next viewer.</summary>
    public Task<AttachViewer> ViewerAsync() => _viewers.Reader.ReadAsync().AsTask().Soon();
}

/// <summary>Takes what trees take.</summary>
internal sealed class ScriptedTrees(Heard heard) : IConsumer<SubmitMessage>, IConsumer<StopNode>, IConsumer<ResumeNode>, IConsumer<RetryNode>, IConsumer<ClearBranch>, IConsumer<StopAll>
{
    public Task Consume(ConsumeContext<SubmitMessage> context) => Add(context.Message);

    public Task Consume(ConsumeContext<StopNode> context) => Add(context.Message);

    public Task Consume(ConsumeContext<ResumeNode> context) => Add(context.Message);

    public Task Consume(ConsumeContext<RetryNode> context) => Add(context.Message);

    public Task Consume(ConsumeContext<ClearBranch> context) => Add(context.Message);

    public Task Consume(ConsumeContext<StopAll> context) => Add(context.Message);

    private Task Add(object message)
    {
        heard.Add(message);
        return Task.CompletedTask;
    }
}

/// <summary>The trees' queue.</summary>
internal sealed class ScriptedTreesDefinition : ConsumerDefinition<ScriptedTrees>
{
    public ScriptedTreesDefinition() => EndpointName = CommandExchanges.MessageTrees;
}

/// <summary>Hears who watches.</summary>
internal sealed class ScriptedRunner(Heard heard) : IConsumer<AttachViewer>
{
    public Task Consume(ConsumeContext<AttachViewer> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }
}

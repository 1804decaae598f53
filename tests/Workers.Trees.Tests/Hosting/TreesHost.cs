using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Persistence.Trees.Reading;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Workers.Trees on a real bus, beside a worker that runs nothing until the test says how it ends.</summary>
internal sealed class TreesHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TreesHost(IHost host) => _host = host;

    public IStateStore Store => Get<IStateStore>();

    /// <summary>Stands for Workers.Cli.</summary>
    public ScriptedWorker Worker => Get<ScriptedWorker>();

    /// <summary>What was told of nodes and chats.</summary>
    public Told Told => Get<Told>();

    /// <summary>What has been consumed.</summary>
    public Consumed Consumed => Get<Consumed>();

    public LogLines Log => Get<LogLines>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts a host on what the settings name.</summary>
    /// <param name="settings">Option keys.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="claimed">Where its worker notes what it claims, if others do so too.</param>
    /// <param name="consumed">Where it notes what it consumes, if others do so too.</param>
    /// <param name="decides">Whether it has Workers.Trees; else other processes have.</param>
    public static async Task<TreesHost> StartAsync(
        IReadOnlyDictionary<string, string?> settings, TimeProvider time, ClaimedRuns? claimed = null, Consumed? consumed = null, bool decides = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<LogLines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
        builder.Services.AddPipelinePersistence(builder.Configuration);
        builder.Services.AddPipelineTransport(builder.Configuration);
        if (decides) builder.Services.AddTreesWorker(builder.Configuration);
        builder.Services.AddTreeReader();
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddSingleton<ScriptedWorker>().AddSingleton<Told>().AddSingleton(consumed ?? new Consumed()).AddSingleton(claimed ?? new ClaimedRuns());
        builder.Services.AddReceiveObserver(provider => provider.GetRequiredService<Consumed>());
        builder.Services.RegisterConsumer<RunCliTaskConsumer, RunCliTaskConsumerDefinition>();
        builder.Services.RegisterConsumer<ToldConsumer, ToldConsumerDefinition>();
        builder.Services.RegisterConsumer<ChatConsumer, ChatConsumerDefinition>();
        var host = new TreesHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    /// <summary>Sends to the saga's queue.</summary>
    public async Task SendAsync<T>(T message, Guid? messageId = null)
        where T : class
    {
        var endpoint = await Get<IBus>().GetSendEndpoint(new Uri($"exchange:{CommandExchanges.MessageTrees}"));
        await endpoint.Send(message, context => context.MessageId = messageId ?? context.MessageId);
    }

    /// <summary>Sends, and waits until it has been consumed and all that it sends is on its way.</summary>
    public async Task SendAndWaitAsync(object message, Guid messageId)
    {
        var consumed = Consumed.NextAsync(messageId);
        var endpoint = await Get<IBus>().GetSendEndpoint(new Uri($"exchange:{CommandExchanges.MessageTrees}"));
        await endpoint.Send(message, message.GetType(), context => context.MessageId = messageId);
        await consumed.Soon($"{message}");
    }

    public Task<TreeNode?> NodeAsync(Guid id) => Store.ReadAsync<TreeNode>(id, CancellationToken.None);

    public Task<MessageTree?> TreeAsync(Guid id) => Store.ReadAsync<MessageTree>(id, CancellationToken.None);

    /// <summary>The node once it is in this state.</summary>
    public async Task<TreeNode> NodeAsync(Guid id, NodeState state) => await NodeAsync(id, node => node.State == state, $"{state}");

    /// <summary>The node once it is as it should be.</summary>
    public async Task<TreeNode> NodeAsync(Guid id, Func<TreeNode, bool> condition, string what = "as it should be")
    {
        TreeNode? node = null;
        await Patience.UntilAsync(async () => (node = await NodeAsync(id)) is not null && condition(node), $"node {what}");
        return node!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }
}

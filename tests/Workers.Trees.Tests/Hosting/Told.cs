using System.Collections.Concurrent;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>What trees tell whoever listens, and the chat side.</summary>
internal sealed class Told
{
    private readonly ConcurrentQueue<object> _all = new();

    /// <summary>Published changes of a node, by version.</summary>
    public IReadOnlyList<NodeChanged> Of(Guid nodeId) => [.. _all.OfType<NodeChanged>().Where(change => change.NodeId == nodeId).OrderBy(change => change.Version)];

    /// <summary>What was sent to the chat's platform.</summary>
    public ConcurrentQueue<object> Chat { get; } = new();

    /// <summary>Runs that workers were told to stop.</summary>
    public IReadOnlyList<Guid> Stopped => [.. _all.OfType<StopCliTask>().Select(stop => stop.RunId)];

    public void Add(object message) => _all.Enqueue(message);

    /// <summary>The first published change of a node that is as it should be.</summary>
    public async Task<NodeChanged> UntilAsync(Guid nodeId, Func<NodeChanged, bool> condition)
    {
        NodeChanged? found = null;
        await Patience.UntilAsync(() => Task.FromResult((found = Of(nodeId).FirstOrDefault(condition)) is not null), $"told of {nodeId}: {string.Join(", ", Of(nodeId))}");
        return found!;
    }

    /// <summary>The first message to the chat side that is as it should be.</summary>
    public async Task<T> ChatAsync<T>(Func<T, bool> condition)
    {
        T? found = default;
        await Patience.UntilAsync(() => Task.FromResult((found = Chat.OfType<T>().FirstOrDefault(condition)) is not null), $"chat: {string.Join(", ", Chat)}");
        return found!;
    }
}

internal sealed class ToldConsumer(Told told) : IConsumer<NodeChanged>, IConsumer<StopCliTask>
{
    public Task Consume(ConsumeContext<NodeChanged> context) => Add(context.Message);

    public Task Consume(ConsumeContext<StopCliTask> context) => Add(context.Message);

    private Task Add(object message)
    {
        told.Add(message);
        return Task.CompletedTask;
    }
}

internal sealed class ToldConsumerDefinition : ConsumerDefinition<ToldConsumer>
{
    public ToldConsumerDefinition() => (EndpointName, ConcurrentMessageLimit) = ($"told-{Guid.NewGuid():N}", 1);
}

internal sealed class ChatConsumer(Told told) : IConsumer<NodeChanged>, IConsumer<MessagesCleared>
{
    public Task Consume(ConsumeContext<NodeChanged> context) => Add(context.Message);

    public Task Consume(ConsumeContext<MessagesCleared> context) => Add(context.Message);

    private Task Add(object message)
    {
        told.Chat.Enqueue(message);
        return Task.CompletedTask;
    }
}

internal sealed class ChatConsumerDefinition : ConsumerDefinition<ChatConsumer>
{
    public ChatConsumerDefinition() => EndpointName = CommandExchanges.ChatEvents(ChatPlatforms.Telegram);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ChatConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.ConfigureConsumeTopology = false;
}

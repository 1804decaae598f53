using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Stopping;

/// <summary>Stops all trees, or those of a chat, each by its saga.</summary>
internal sealed class StopAllConsumer(IStateStore store) : IConsumer<StopAll>
{
    public async Task Consume(ConsumeContext<StopAll> context)
    {
        var (platform, chat) = (context.Message.Platform, context.Message.ChatId);
        var trees = await store.ReadAllAsync<MessageTree>(
            tree => (tree.RunningNodeId != null || tree.QueuedNodes > 0)
                && (platform == null || tree.Platform == platform) && (chat == null || tree.ChatId == chat),
            context.CancellationToken);
        var sagas = await context.GetSendEndpoint(new Uri($"exchange:{CommandExchanges.MessageTrees}"));
        foreach (var tree in trees)
        {
            var stop = new StopTree { TreeId = tree.CorrelationId, AskedAt = context.Message.AskedAt, AskedBy = context.Message.AskedBy };
            await sagas.Send(stop, context.CancellationToken);
        }
    }
}

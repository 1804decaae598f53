using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Clearing;

/// <summary>Clears all trees of a chat, each by its saga.</summary>
internal sealed class ClearAllConsumer(IStateStore store) : IConsumer<ClearAll>
{
    public async Task Consume(ConsumeContext<ClearAll> context)
    {
        var (platform, chat) = (context.Message.Platform, context.Message.ChatId);
        var trees = await store.ReadAllAsync<MessageTree>(tree => tree.Platform == platform && tree.ChatId == chat, context.CancellationToken);
        var sagas = await context.GetSendEndpoint(new Uri($"exchange:{CommandExchanges.MessageTrees}"));
        foreach (var tree in trees)
        {
            var (id, asked) = (tree.CorrelationId, context.Message);
            await sagas.Send(new ClearBranch { TreeId = id, NodeId = id, AskedAt = asked.AskedAt, AskedBy = asked.AskedBy }, context.CancellationToken);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State;
using Pipeline.Persistence.State.Sagas;

namespace Pipeline.Persistence.Trees;

/// <summary>Registers message trees as state.</summary>
public static class MessageTreeStateExtensions
{
    /// <summary>
    /// Makes <see cref="MessageTree"/>, <see cref="TreeNode"/>, <see cref="QueuedNode"/>, <see cref="AwaitedNode"/> and
    /// <see cref="ChatMessageLink"/> kinds of state, for whoever reads them.
    /// </summary>
    public static IServiceCollection AddMessageTreeState(this IServiceCollection services) => services
        .AddState<MessageTree>(TreeRecord, tree => tree.CorrelationId)
        .AddState<TreeNode>("tree_node", node => node.Id)
        .AddState<QueuedNode>("queued_node", queued => queued.Key)
        .AddState<AwaitedNode>("awaited_node", awaited => awaited.Id)
        .AddState<ChatMessageLink>("chat_message_link", link => link.Key);

    /// <summary>The same where the saga runs, which is kept with its nodes.</summary>
    public static IServiceCollection AddMessageTreeSagaState(this IServiceCollection services) =>
        services.AddMessageTreeState().AddSagaState<MessageTree>(TreeRecord);

    private const string TreeRecord = "message_tree";
}

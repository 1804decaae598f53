using MassTransit;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Machine;

namespace Pipeline.Workers.Trees;

/// <summary>One tree while a message changes it: its state, its nodes, and what goes out with the change.</summary>
internal sealed class OpenTree(MessageTree tree, IStateTransaction state, ConsumeContext context, DateTimeOffset now)
{
    /// <summary>The tree; nobody else changes it, or a node of it, meanwhile.</summary>
    public MessageTree Tree => tree;

    /// <summary>Everything else that is stored.</summary>
    public IStateTransaction State => state;

    /// <summary>When the message is consumed.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Gives the message up.</summary>
    public CancellationToken Cancelled => context.CancellationToken;

    /// <summary>A node of this tree; null where there is none.</summary>
    public async Task<TreeNode?> FindAsync(Guid nodeId) =>
        await state.FindAsync<TreeNode>(nodeId, Cancelled) is { } node && node.TreeId == tree.CorrelationId ? node : null;

    /// <summary>A node that another record leads to.</summary>
    public async Task<TreeNode> GetAsync(Guid nodeId) =>
        await FindAsync(nodeId) ?? throw new InvalidOperationException($"Tree {tree.CorrelationId:N} has lost its node {nodeId:N}.");

    /// <summary>Sends a command with the change; it leaves if and when the change is durable.</summary>
    public async Task SendAsync<T>(string exchange, T command)
        where T : class
    {
        var endpoint = await context.GetSendEndpoint(new Uri($"exchange:{exchange}"));
        await endpoint.Send(command, Cancelled);
    }

    /// <summary>Publishes an event once the change is durable. Whoever is not there then never hears of it.</summary>
    public void Announce<T>(T message)
        where T : class => context.Announcements().Add(message);
}

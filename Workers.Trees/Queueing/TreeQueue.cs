using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Nodes;

namespace Pipeline.Workers.Trees.Queueing;

/// <summary>
/// The queue of one tree. Who comes draws a ticket; tickets are called in order, and some have been given back by then.
/// Nothing is looked for but by key.
/// </summary>
internal sealed class TreeQueue(OpenTree tree)
{
    /// <summary>How many tickets from the head are looked at when positions are told.</summary>
    public const int ToldTickets = 50;

    // So many tickets that were given back may be among them.
    private const int LookedAtTickets = 4 * ToldTickets;

    // Workers that come for one tree at the same moment change places by one or two.
    private const int OvertakenTickets = 16;

    private readonly Dictionary<Guid, int> _positions = [];
    private bool _moved;

    private MessageTree Tree => tree.Tree;

    private int Running => Tree.RunningNodeId is null ? 0 : 1;

    /// <summary>
    /// Puts a new node where it belongs: at the end, but before those that were said later. With several workers the message that is
    /// consumed first need not be the one that was sent first.
    /// </summary>
    public async Task EnterAsync(TreeNode node)
    {
        var (ticket, slot) = (Tree.FreeTicket, await EnterLastAsync(node));
        for (var ahead = ticket - 1; ahead >= Math.Max(Tree.NextTicket, Tree.FreeTicket - OvertakenTickets); ahead--)
        {
            if (await FindAsync(ahead) is not { } next) continue;

            var other = await tree.GetAsync(next.NodeId);
            if (other.Id == node.ParentId || other.Runs > 0 || !SaidOrder.IsBefore(node, other)) break;

            (slot.NodeId, other.Ticket) = (other.Id, ticket);
            (next.NodeId, node.Ticket) = (node.Id, ahead);
            (slot, ticket, _moved) = (next, ahead, true);
        }
    }

    /// <summary>Puts a node at the end, whenever it was said.</summary>
    public async Task<QueuedNode> EnterLastAsync(TreeNode node)
    {
        // Others that have no ticket yet, or that enter with it, make the sum wrong.
        if (_positions.Count > 0 || Tree.Awaited.Count > 0) _moved = true;
        _positions[node.Id] = Running + Tree.QueuedNodes - 1;
        return await EnterAsync(node, Tree.FreeTicket++);
    }

    /// <summary>Puts a node at the head.</summary>
    public Task EnterFirstAsync(TreeNode node)
    {
        _moved = true;
        return EnterAsync(node, --Tree.NextTicket);
    }

    /// <summary>Takes a node out, where it is in.</summary>
    public async Task LeaveAsync(TreeNode node)
    {
        if (node.Ticket is not { } ticket) return;

        if (await FindAsync(ticket) is { } queued) tree.State.Remove(queued);
        node.Ticket = null;
        _moved = true;
    }

    /// <summary>Calls the next node out of the queue; null where it is empty.</summary>
    public async Task<TreeNode?> CallAsync()
    {
        while (Tree.NextTicket < Tree.FreeTicket)
        {
            if (await FindAsync(Tree.NextTicket++) is not { } queued) continue;

            tree.State.Remove(queued);
            var node = await tree.GetAsync(queued.NodeId);
            node.Ticket = null;
            _moved = true;
            return node;
        }

        return null;
    }

    /// <summary>Everything in it, in order.</summary>
    public async Task<IReadOnlyList<TreeNode>> AllAsync() => await FirstAsync(int.MaxValue, Tree.FreeTicket - Tree.NextTicket);

    /// <summary>
    /// Where the nodes stand that have just come, and, once others have moved up, those at the head; the latter are added to what
    /// is told.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, int>> PositionsAsync(Action<TreeNode> note)
    {
        if (!_moved) return _positions;

        _positions.Clear();
        var position = Running;
        foreach (var node in await FirstAsync(ToldTickets, LookedAtTickets))
        {
            _positions[node.Id] = position++;
            note(node);
        }

        return _positions;
    }

    private async Task<QueuedNode> EnterAsync(TreeNode node, long ticket)
    {
        node.Ticket = ticket;
        var queued = new QueuedNode { Key = QueuedNode.KeyOf(Tree.CorrelationId, ticket), NodeId = node.Id };
        return await tree.State.TryAddAsync(queued, tree.Cancelled)
            ? queued
            : throw new InvalidOperationException($"Ticket {ticket} of tree {Tree.CorrelationId:N} is held by two nodes.");
    }

    private async Task<IReadOnlyList<TreeNode>> FirstAsync(int most, long tickets)
    {
        List<TreeNode> nodes = [];
        var end = Math.Min(Tree.FreeTicket, Tree.NextTicket + tickets);
        for (var ticket = Tree.NextTicket; ticket < end && nodes.Count < most; ticket++)
        {
            if (await FindAsync(ticket) is { } queued) nodes.Add(await tree.GetAsync(queued.NodeId));
        }

        return nodes;
    }

    private Task<QueuedNode?> FindAsync(long ticket) => tree.State.FindAsync<QueuedNode>(QueuedNode.KeyOf(Tree.CorrelationId, ticket), tree.Cancelled);
}

using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Queueing;

/// <summary>
/// The queue of one tree. Who comes draws a ticket; tickets are called in order, and some have been given back by then.
/// Nothing is looked for but by key.
/// </summary>
internal sealed class TreeQueue(OpenTree tree)
{
    /// <summary>How many tickets from the head are looked at when positions are told.</summary>
    public const int ToldTickets = 50;

    private readonly Dictionary<Guid, int> _positions = [];
    private bool _moved;

    private MessageTree Tree => tree.Tree;

    private int Running => Tree.RunningNodeId is null ? 0 : 1;

    /// <summary>Puts a node at the end.</summary>
    public Task EnterAsync(TreeNode node)
    {
        _positions[node.Id] = Running + Tree.QueuedNodes - 1;
        return EnterAsync(node, Tree.FreeTicket++);
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
    public async Task<IReadOnlyList<TreeNode>> AllAsync() => await FirstAsync(Tree.FreeTicket - Tree.NextTicket);

    /// <summary>
    /// Where the nodes stand that have just come, and, once others have moved up, those at the head; the latter are added to what
    /// is told.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, int>> PositionsAsync(Action<TreeNode> note)
    {
        if (!_moved) return _positions;

        var position = Running;
        foreach (var node in await FirstAsync(ToldTickets))
        {
            _positions[node.Id] = position++;
            note(node);
        }

        return _positions;
    }

    private async Task EnterAsync(TreeNode node, long ticket)
    {
        node.Ticket = ticket;
        if (!await tree.State.TryAddAsync(new QueuedNode { Key = QueuedNode.KeyOf(Tree.CorrelationId, ticket), NodeId = node.Id }, tree.Cancelled))
            throw new InvalidOperationException($"Ticket {ticket} of tree {Tree.CorrelationId:N} is held by two nodes.");
    }

    private async Task<IReadOnlyList<TreeNode>> FirstAsync(long tickets)
    {
        List<TreeNode> nodes = [];
        for (var ticket = Tree.NextTicket; ticket < Math.Min(Tree.FreeTicket, Tree.NextTicket + tickets); ticket++)
        {
            if (await FindAsync(ticket) is { } queued) nodes.Add(await tree.GetAsync(queued.NodeId));
        }

        return nodes;
    }

    private Task<QueuedNode?> FindAsync(long ticket) => tree.State.FindAsync<QueuedNode>(QueuedNode.KeyOf(Tree.CorrelationId, ticket), tree.Cancelled);
}

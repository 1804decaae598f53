using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>Moves nodes from state to state, and tells at the end of the message where each has come to.</summary>
internal sealed class NodeChanges(OpenTree tree)
{
    private readonly OrderedDictionary<Guid, TreeNode> _changed = [];
    private readonly Dictionary<Guid, string> _answers = [];

    /// <summary>Changes a node's state as <see cref="NodeTransitions"/> says.</summary>
    public void Move(TreeNode node, NodeCause cause)
    {
        var (before, after) = (node.State, node.State.After(cause));
        node.State = after;
        node.EndedAt = after.IsFinished() ? tree.Now : null;
        if (before == NodeState.Queued) tree.Tree.QueuedNodes--;
        if (after == NodeState.Queued) tree.Tree.QueuedNodes++;
        Note(node);
    }

    /// <summary>Notes that something of a node has changed that is told.</summary>
    public void Note(TreeNode node) => _changed[node.Id] = node;

    /// <summary>Keeps a node's answer for its chat.</summary>
    public void Answer(TreeNode node, string text) => _answers[node.Id] = text;

    /// <summary>Tells every change, each node once.</summary>
    /// <param name="positions">Positions of queued nodes.</param>
    public async Task TellAsync(IReadOnlyDictionary<Guid, int> positions)
    {
        if (_changed.Count > 0) tree.Tree.UpdatedAt = tree.Now;
        foreach (var node in _changed.Values) await TellAsync(node, positions);
    }

    private async Task TellAsync(TreeNode node, IReadOnlyDictionary<Guid, int> positions)
    {
        node.Version++;
        var change = new NodeChanged
        {
            TreeId = node.TreeId,
            NodeId = node.Id,
            Version = node.Version,
            State = node.State,
            Position = node.State == NodeState.Queued && positions.TryGetValue(node.Id, out var position) ? position : null,
            Run = node.Runs,
            SessionId = node.SessionId,
            Error = node.Error,
            Message = node.Message,
            Usage = node.Usage,
            CostUsd = node.CostUsd,
            StartedAt = node.StartedAt,
            ChangedAt = tree.Now,
        };
        tree.Announce(change);
        if (node.Message is { } message)
            await tree.SendAsync(CommandExchanges.ChatEvents(message.Platform), change with { Text = _answers.GetValueOrDefault(node.Id) });
    }
}

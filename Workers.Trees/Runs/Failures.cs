using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>Fails what cannot be run because of the node that it continues from.</summary>
internal sealed class Failures(NodeChanges changes, TreeQueue queue, Branches branches)
{
    /// <summary>
    /// Fails what is queued behind a failed node and continues from it. One look at the queue is enough, because nodes that have not
    /// run are behind those that they continue from.
    /// </summary>
    public async Task FailDescendantsAsync(TreeNode failed)
    {
        HashSet<Guid> gone = [failed.Id];
        foreach (var node in await queue.AllAsync())
        {
            if (node.ParentId is not { } parent || !gone.Contains(parent)) continue;

            gone.Add(node.Id);
            await queue.LeaveAsync(node);
            Fail(node, Words.ParentFailed);
        }
    }

    /// <summary>Fails a node that has just come, and what has waited for it.</summary>
    public async Task FailWaitingAsync(TreeNode top, string words)
    {
        foreach (var node in await branches.OfAsync(top))
        {
            if (node.State == NodeState.Queued) Fail(node, words);
        }
    }

    private void Fail(TreeNode node, string words)
    {
        node.Error = words;
        changes.Move(node, NodeCause.ParentFailed);
    }
}

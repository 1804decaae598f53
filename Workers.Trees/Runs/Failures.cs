using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>Fails what cannot be run because of the node that it continues from.</summary>
internal sealed class Failures(OpenTree tree, NodeChanges changes, TreeQueue queue, Branches branches)
{
    /// <summary>Fails what is queued behind a failed node on its branch, also where what is between them was stopped or has run.</summary>
    public Task FailDescendantsAsync(TreeNode failed) => FailQueuedAsync(failed, Words.ParentFailed);

    /// <summary>Fails what is queued of a node and its branch.</summary>
    public async Task FailQueuedAsync(TreeNode top, string words)
    {
        // A branch is walked through node by node.
        if (tree.Tree.QueuedNodes == 0) return;

        foreach (var node in await branches.OfAsync(top))
        {
            if (node.State != NodeState.Queued) continue;

            await queue.LeaveAsync(node);
            node.Error = words;
            changes.Move(node, NodeCause.ParentFailed);
        }
    }
}

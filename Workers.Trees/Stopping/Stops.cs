using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;
using Pipeline.Workers.Trees.Submission;

namespace Pipeline.Workers.Trees.Stopping;

/// <summary>Stops what is queued or runs.</summary>
internal sealed class Stops(OpenTree tree, NodeChanges changes, TreeQueue queue, Branches branches, Awaited awaited, RunEnding running)
{
    /// <summary>Stops a node, or its branch; one that has not come is stopped when it comes.</summary>
    public async Task StopAsync(StopNode message)
    {
        if (await tree.FindAsync(message.NodeId) is { } node) await StopAsync(node, message.Branch);
        else await RememberAsync(message.NodeId, message.Branch);
    }

    /// <summary>Stops a node and, where the branch is meant, all that continues from it.</summary>
    public async Task StopAsync(TreeNode node, bool branch)
    {
        var stopped = branch ? await branches.OfAsync(node) : [node];
        foreach (var one in stopped) await StopOneAsync(one);
    }

    /// <summary>Stops all of the tree that was there when the person asked.</summary>
    public async Task StopTreeAsync(StopTree message)
    {
        var asked = new AskedPoint(message.AskedAt, message.AskedBy);
        var waiting = await awaited.MeantAsync(asked);
        if (await tree.FindAsync(tree.Tree.CorrelationId) is null && Awaited.IsRootMeant(asked, waiting)) await RememberAsync(tree.Tree.CorrelationId, branch: true);
        if (tree.Tree.RunningNodeId is { } running && await tree.GetAsync(running) is var node && asked.Covers(node)) await StopOneAsync(node);
        foreach (var queued in await queue.AllAsync())
        {
            if (asked.Covers(queued)) await StopOneAsync(queued);
        }

        foreach (var top in waiting) await StopAsync(top, branch: true);
    }

    private async Task RememberAsync(Guid nodeId, bool branch)
    {
        var early = await awaited.ExpectAsync(nodeId);
        (early.Stop, early.Branch) = (true, early.Branch || branch);
    }

    private async Task StopOneAsync(TreeNode node)
    {
        switch (node.State)
        {
            case NodeState.Queued:
                await queue.LeaveAsync(node);
                changes.Move(node, NodeCause.Stop);
                break;
            case NodeState.Running when await running.EndAsync(node, NodeState.Stopped):
                changes.Move(node, NodeCause.RunStopped);
                break;
        }
    }
}

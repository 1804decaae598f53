using Pipeline.Contracts.CliTasks;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>Hands the next node of a tree to the workers.</summary>
internal sealed class RunStart(OpenTree tree, NodeChanges changes, TreeQueue queue, Branches branches)
{
    /// <summary>Starts the next node, unless one runs or none is queued.</summary>
    public async Task StartNextAsync()
    {
        if (tree.Tree.RunningNodeId is not null || await queue.CallAsync() is not { } node) return;

        changes.Move(node, NodeCause.Dispatched);
        tree.Tree.RunningNodeId = node.Id;
        var continues = node is { Resumes: true, SessionId: not null };
        var session = continues ? node.SessionId : await branches.SessionAboveAsync(node);
        BeginRun(node, continues);
        await tree.SendAsync(CommandExchanges.RunCliTask, new RunCliTask
        {
            TreeId = node.TreeId,
            NodeId = node.Id,
            RunId = node.RunId!.Value,
            Run = node.Runs,
            Prompt = continues ? Words.Continue : node.Prompt,
            SessionId = session,
            ForkSession = session is not null && !continues,
            Options = node.Options with { Workspace = tree.Tree.Workspace },
        });
    }

    // A new beginning forgets the session of the last run: what continues from the node continues from its last run.
    private void BeginRun(TreeNode node, bool continues)
    {
        (node.RunId, node.Runs, node.StartedAt) = (Guid.NewGuid(), node.Runs + 1, tree.Now);
        (node.EndsAs, node.Error, node.Usage, node.CostUsd, node.Turns) = (null, null, null, null, null);
        if (!continues) node.SessionId = null;
    }
}

using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Stopping;

/// <summary>Ends a node's run: at once where no worker has it, else by its worker.</summary>
internal sealed class RunEnding(OpenTree tree)
{
    /// <summary>How long after a run's end its report may still be on its way: 60 s. What is not there by then was lost.</summary>
    public static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(60);

    /// <summary>Asks for the end of the present run; true where it is ended already and nobody will report it.</summary>
    /// <param name="node">A running node.</param>
    /// <param name="endsAs">What becomes of the node. What is to be cleared is not merely stopped by a later word.</param>
    public async Task<bool> EndAsync(TreeNode node, NodeState endsAs)
    {
        if (await TryTakeAsync(node)) return IsOver(node);

        var runId = node.RunId!.Value;
        var run = await tree.State.FindAsync<CliRun>(runId, tree.Cancelled) ?? throw new InvalidOperationException($"Run {runId:N} is neither new nor known.");
        if (run.EndedAt + ReportTime <= tree.Now)
        {
            node.SessionId = run.SessionId ?? node.SessionId;
            return IsOver(node);
        }

        run.StopRequested = true;
        if (node.EndsAs != NodeState.Cleared) node.EndsAs = endsAs;
        tree.Announce(new StopCliTask { RunId = run.Id });
        return false;
    }

    /// <summary>Takes a run that no worker has; false where one has it, or had. The worker that its message still reaches finds it ended.</summary>
    public Task<bool> TryTakeAsync(TreeNode node) => tree.State.TryAddAsync(
        new CliRun
        {
            Id = node.RunId!.Value,
            TreeId = node.TreeId,
            NodeId = node.Id,
            StopRequested = true,
            ExpiresAt = tree.Now,
            ClaimedAt = tree.Now,
            EndedAt = tree.Now,
        },
        tree.Cancelled);

    private bool IsOver(TreeNode node)
    {
        (tree.Tree.RunningNodeId, node.EndsAs) = (null, null);
        return true;
    }
}

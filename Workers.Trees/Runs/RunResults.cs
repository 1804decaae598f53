using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Clearing;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>What workers tell of a run. Only a node's present run is listened to.</summary>
internal sealed class RunResults(OpenTree tree, TreeOptions options, NodeChanges changes, TreeQueue queue, Failures failures, Clears clears, RunEnding running)
{
    /// <summary>How often in a row a node is resumed unasked: 3 times.</summary>
    public const int MostAutoResumes = 3;

    /// <summary>The session is known while the run still goes on.</summary>
    public async Task NameSessionAsync(CliSessionStarted started)
    {
        if (await FindAsync(started.NodeId, started.RunId) is not { } node || StoredText.Name(started.SessionId) is not { } session || node.SessionId == session) return;

        node.SessionId = session;
        changes.Note(node);
    }

    /// <summary>The run has ended.</summary>
    public async Task EndAsync(CliTaskCompleted completed)
    {
        if (await FindAsync(completed.NodeId, completed.RunId) is not { } node) return;

        tree.Tree.RunningNodeId = null;
        var endsAs = node.EndsAs;
        node.EndsAs = null;
        node.SessionId = StoredText.Name(completed.SessionId) ?? node.SessionId;
        (node.Error, node.Usage, node.CostUsd, node.Turns) = (StoredText.Error(completed.Error), completed.Usage, completed.CostUsd, completed.Turns);
        if (endsAs == NodeState.Cleared) await clears.ForgetAsync([node]);
        else await SettleAsync(node, CauseOf(completed.State, endsAs), StoredText.Clean(completed.Text));
    }

    /// <summary>No worker will run it.</summary>
    public async Task FailUndeliveredAsync(CliTaskUndelivered undelivered)
    {
        if (await FindAsync(undelivered.NodeId, undelivered.RunId) is not { } node || !await running.TryTakeAsync(node)) return;

        await EndAsync(new CliTaskCompleted
        {
            TreeId = undelivered.TreeId,
            NodeId = undelivered.NodeId,
            RunId = undelivered.RunId,
            State = RunState.Failed,
            Error = undelivered.Error,
        });
    }

    private async Task SettleAsync(TreeNode node, NodeCause cause, string text)
    {
        changes.Move(node, cause);
        changes.Answer(node, text);
        switch (cause)
        {
            case NodeCause.RunFailed:
                await failures.FailDescendantsAsync(node);
                break;
            case NodeCause.RunLost when options.AutoResume && node.AutoResumes < MostAutoResumes:
                await ResumeUnaskedAsync(node);
                break;
            case NodeCause.RunCompleted:
                node.AutoResumes = 0;
                break;
        }
    }

    private Task ResumeUnaskedAsync(TreeNode node)
    {
        (node.Resumes, node.AutoResumes) = (true, node.AutoResumes + 1);
        changes.Move(node, NodeCause.Resume);
        return queue.EnterFirstAsync(node);
    }

    // What a person has stopped is stopped, whatever the end looks like; but a work that is done is done.
    private static NodeCause CauseOf(RunState state, NodeState? endsAs) => state switch
    {
        RunState.Completed => NodeCause.RunCompleted,
        RunState.Stopped => NodeCause.RunStopped,
        _ when endsAs == NodeState.Stopped => NodeCause.RunStopped,
        RunState.Failed => NodeCause.RunFailed,
        RunState.Interrupted => NodeCause.RunLost,
        _ => throw new InvalidOperationException($"A run cannot end as {state}."),
    };

    private async Task<TreeNode?> FindAsync(Guid nodeId, Guid runId) =>
        await tree.FindAsync(nodeId) is { State: NodeState.Running } node && node.RunId == runId ? node : null;
}

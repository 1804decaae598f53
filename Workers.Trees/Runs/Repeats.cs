using Pipeline.Contracts.Trees;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>Nodes that a person wants run once more.</summary>
internal sealed class Repeats(OpenTree tree, NodeChanges changes, TreeQueue queue, Parents parents, Failures failures)
{
    /// <summary>Goes on with a node in its session.</summary>
    public Task ResumeAsync(ResumeNode message) => QueueAgainAsync(message.NodeId, message.Run, NodeCause.Resume);

    /// <summary>Runs a node's prompt again.</summary>
    public Task RetryAsync(RetryNode message) => QueueAgainAsync(message.NodeId, message.Run, NodeCause.Retry);

    // Who saw the end of an earlier run has asked already, or somebody else has.
    private async Task QueueAgainAsync(Guid nodeId, int? run, NodeCause cause)
    {
        if (await tree.FindAsync(nodeId) is not { } node || !node.State.Allows(cause) || node.Runs != (run ?? node.Runs)) return;

        (node.Resumes, node.AutoResumes, node.Error) = (cause == NodeCause.Resume, 0, null);
        changes.Move(node, cause);
        if (await parents.AreClearedAsync(node)) await failures.FailQueuedAsync(node, Words.ParentCleared);
        else if (node.Rooted) await queue.EnterLastAsync(node);
    }
}

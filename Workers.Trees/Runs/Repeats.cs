using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;

namespace Pipeline.Workers.Trees.Runs;

/// <summary>Nodes that a person wants run once more.</summary>
internal sealed class Repeats(OpenTree tree, NodeChanges changes, TreeQueue queue)
{
    /// <summary>Goes on with a node in its session.</summary>
    public Task ResumeAsync(Guid nodeId) => QueueAgainAsync(nodeId, NodeCause.Resume);

    /// <summary>Runs a node's prompt again.</summary>
    public Task RetryAsync(Guid nodeId) => QueueAgainAsync(nodeId, NodeCause.Retry);

    private async Task QueueAgainAsync(Guid nodeId, NodeCause cause)
    {
        if (await tree.FindAsync(nodeId) is not { } node || !node.State.Allows(cause)) return;

        (node.Resumes, node.AutoResumes, node.Error) = (cause == NodeCause.Resume, 0, null);
        changes.Move(node, cause);
        if (node.Rooted) await queue.EnterAsync(node);
    }
}

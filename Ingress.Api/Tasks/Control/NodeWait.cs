using Pipeline.Persistence.Trees;
using Pipeline.Transport.Viewing;
using Pipeline.Transport.Waiting;

namespace Pipeline.Ingress.Tasks.Control;

/// <summary>Waits a little for what a command does to a node, so that the answer to the command can tell.</summary>
internal sealed class NodeWait(TaskRecords tasks, NodeWatches watches, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends a command, and returns the node once it is as expected, or as it is after 3 s; null where it has gone.</summary>
    public async Task<TreeNode?> AfterAsync(Guid nodeId, Func<Task> send, Func<TreeNode, bool> isDone, CancellationToken cancellationToken)
    {
        var signal = new Signal();
        using var watch = watches.Watch(nodeId, _ => signal.Raise());

        // Changes are told at most once.
        using var clock = time.CreateTimer(_ => signal.Raise(), null, Interval, Interval);
        await send();
        var begun = time.GetTimestamp();
        while (true)
        {
            var node = await tasks.FindAsync(nodeId, cancellationToken);
            if (node is null || isDone(node) || time.GetElapsedTime(begun) >= Patience) return node;
            await signal.WaitAsync(cancellationToken);
        }
    }
}

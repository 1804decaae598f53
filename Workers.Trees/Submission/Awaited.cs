using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees.Submission;

/// <summary>Nodes that messages speak of before they have come.</summary>
internal sealed class Awaited(OpenTree tree)
{
    /// <summary>What is kept for a node until it comes.</summary>
    public async Task<AwaitedNode> ExpectAsync(Guid nodeId)
    {
        if (await tree.State.FindAsync<AwaitedNode>(nodeId, tree.Cancelled) is { } known) return known;

        var awaited = new AwaitedNode { Id = nodeId, TreeId = tree.Tree.CorrelationId };
        if (!await tree.State.TryAddAsync(awaited, tree.Cancelled)) throw new InvalidOperationException($"Node {nodeId:N} is awaited in two trees.");

        tree.Tree.Awaited = [.. tree.Tree.Awaited, nodeId];
        tree.Tree.UpdatedAt = tree.Now;
        return awaited;
    }

    /// <summary>Takes what was kept for a node that has come now; null where nothing was.</summary>
    public async Task<AwaitedNode?> TakeAsync(Guid nodeId)
    {
        if (!tree.Tree.Awaited.Contains(nodeId) || await tree.State.FindAsync<AwaitedNode>(nodeId, tree.Cancelled) is not { } awaited) return null;

        tree.State.Remove(awaited);
        tree.Tree.Awaited = [.. tree.Tree.Awaited.Where(id => id != nodeId)];
        return awaited;
    }

    /// <summary>Those among them that were there when a person asked.</summary>
    public async Task<IReadOnlyList<TreeNode>> MeantAsync(AskedPoint asked) => [.. (await WaitingAsync()).Where(asked.Covers)];

    /// <summary>Whether a root that has not come is meant: it was said before what waits for it, and what nobody has limited is everything.</summary>
    public static bool IsRootMeant(AskedPoint asked, IReadOnlyList<TreeNode> meant) => asked is { At: null, By: null } || meant.Count > 0;

    /// <summary>The nodes that wait for others to come.</summary>
    public async Task<IReadOnlyList<TreeNode>> WaitingAsync()
    {
        List<TreeNode> waiting = [];
        foreach (var id in tree.Tree.Awaited)
        {
            if (await tree.State.FindAsync<AwaitedNode>(id, tree.Cancelled) is not { } awaited) continue;
            foreach (var reply in awaited.Replies) waiting.Add(await tree.GetAsync(reply));
        }

        return waiting;
    }
}

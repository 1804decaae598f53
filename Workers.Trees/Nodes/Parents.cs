using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>Whether there is anything left that a node could continue from.</summary>
internal sealed class Parents(OpenTree tree)
{
    /// <summary>Whether a node's parent is cleared, or about to be.</summary>
    public async Task<bool> AreClearedAsync(TreeNode node) =>
        node.ParentId is { } parentId && await IsClearedAsync(await tree.FindAsync(parentId));

    /// <summary>The same of the parent itself. Where it has not come and the whole tree is cleared, nothing will come.</summary>
    public async Task<bool> IsClearedAsync(TreeNode? parent) => parent is not null
        ? IsGone(parent)
        : await tree.FindAsync(tree.Tree.CorrelationId) is { } root && IsGone(root);

    private static bool IsGone(TreeNode node) => node.State == NodeState.Cleared || node.EndsAs == NodeState.Cleared;
}

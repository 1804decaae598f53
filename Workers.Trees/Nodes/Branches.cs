using Pipeline.Persistence.Trees;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>Finds what continues from a node, by keys alone.</summary>
internal sealed class Branches(OpenTree tree)
{
    /// <summary>Hangs a new node on the one that it continues from.</summary>
    public static void Attach(TreeNode child, TreeNode parent) => (child.PreviousSiblingId, parent.LastChildId) = (parent.LastChildId, child.Id);

    /// <summary>A node and everything that continues from it, parents before children, older ones before newer ones.</summary>
    public async Task<IReadOnlyList<TreeNode>> OfAsync(TreeNode node)
    {
        List<TreeNode> branch = [];
        var next = new Stack<TreeNode>([node]);
        while (next.TryPop(out var current))
        {
            branch.Add(current);
            for (var id = current.LastChildId; id is { } childId;)
            {
                var child = await tree.GetAsync(childId);
                next.Push(child);
                id = child.PreviousSiblingId;
            }
        }

        return branch;
    }

    /// <summary>The session of the nearest node above that has one; null where none has.</summary>
    public async Task<string?> SessionAboveAsync(TreeNode node)
    {
        for (var id = node.ParentId; id is { } parentId;)
        {
            var parent = await tree.GetAsync(parentId);
            if (parent.SessionId is { } session) return session;
            id = parent.ParentId;
        }

        return null;
    }
}

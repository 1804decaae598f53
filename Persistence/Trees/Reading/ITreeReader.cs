using Pipeline.Persistence.SubmittedTasks;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>Answers people's questions about trees, without locks; what is cleared is not there.</summary>
public interface ITreeReader
{
    /// <summary>One page of trees, the newest first; null where the tree that it begins or ends at is not there.</summary>
    Task<TreePage?> ListAsync(TreeQuery query, CancellationToken cancellationToken);

    /// <summary>The nodes of a tree in the order in which they were submitted.</summary>
    Task<IReadOnlyList<NodeSummary>> NodesAsync(Guid treeId, CancellationToken cancellationToken);

    /// <summary>How many nodes of its tree come before a queued one, the running one included.</summary>
    Task<int> AheadOfAsync(TreeNode queued, CancellationToken cancellationToken);

    /// <summary>How many nodes are queued or run, in all trees.</summary>
    Task<int> CountUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Tasks that were accepted and whose trees have not heard of them yet.</summary>
    Task<IReadOnlyList<SubmittedTask>> UnheardAsync(CancellationToken cancellationToken);

    /// <summary>What there is, in numbers.</summary>
    Task<TreeStatistics> StatisticsAsync(CancellationToken cancellationToken);
}

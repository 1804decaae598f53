using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>Reads trees where state is kept in files: all of it is in memory.</summary>
internal sealed class StoredTreeReader(IStateStore store) : ITreeReader
{
    public async Task<TreePage?> ListAsync(TreeQuery query, CancellationToken cancellationToken)
    {
        var roots = (await store.ReadAllAsync<TreeNode>(node => node.ParentId == null && node.State != NodeState.Cleared, cancellationToken))
            .ToDictionary(node => node.Id);
        var trees = (await store.ReadAllAsync<MessageTree>(tree => roots.ContainsKey(tree.CorrelationId), cancellationToken))
            .OrderByDescending(tree => tree.CreatedAt).ThenByDescending(tree => tree.CorrelationId).ToList();
        var from = query.After is { } after ? trees.FindIndex(tree => tree.CorrelationId == after) + 1 : 0;
        var to = query.Before is { } before ? trees.FindIndex(tree => tree.CorrelationId == before) : trees.Count;
        if (to < 0 || (query.After is not null && from == 0)) return null;

        var range = trees[Math.Min(from, to)..to];
        var page = query.Before is null ? range.Take(query.Limit).ToList() : range.TakeLast(query.Limit).ToList();
        var ids = page.Select(tree => tree.CorrelationId).ToHashSet();
        var nodes = (await store.ReadAllAsync<TreeNode>(node => ids.Contains(node.TreeId) && node.State != NodeState.Cleared, cancellationToken)).ToLookup(node => node.TreeId);
        return new TreePage([.. page.Select(tree => Summary(tree, roots[tree.CorrelationId], nodes[tree.CorrelationId]))], page.Count < range.Count);
    }

    public async Task<IReadOnlyList<NodeSummary>> NodesAsync(Guid treeId, CancellationToken cancellationToken)
    {
        var nodes = await store.ReadAllAsync<TreeNode>(node => node.TreeId == treeId && node.State != NodeState.Cleared, cancellationToken);
        return [.. nodes.OrderBy(node => node.SubmittedAt).ThenBy(node => node.Id).Select(Summary)];
    }

    public async Task<int> AheadOfAsync(TreeNode queued, CancellationToken cancellationToken)
    {
        var (tree, ticket) = (queued.TreeId, queued.Ticket);
        var ahead = await store.ReadAllAsync<TreeNode>(
            node => node.TreeId == tree && (node.State == NodeState.Running || (node.State == NodeState.Queued && node.Ticket < ticket)), cancellationToken);
        return ahead.Count;
    }

    public async Task<int> CountUnfinishedAsync(CancellationToken cancellationToken) =>
        (await store.ReadAllAsync<TreeNode>(node => node.State == NodeState.Queued || node.State == NodeState.Running, cancellationToken)).Count;

    public async Task<IReadOnlyList<SubmittedTask>> UnheardAsync(CancellationToken cancellationToken)
    {
        var tasks = await store.ReadAllAsync<SubmittedTask>(_ => true, cancellationToken);
        var heard = (await store.ReadAllAsync<TreeNode>(_ => true, cancellationToken)).Select(node => node.Id).ToHashSet();
        return [.. tasks.Where(task => !heard.Contains(task.NodeId))];
    }

    public async Task<TreeStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        var roots = await store.ReadAllAsync<TreeNode>(node => node.ParentId == null && node.State != NodeState.Cleared, cancellationToken);
        var busy = await store.ReadAllAsync<MessageTree>(tree => tree.RunningNodeId != null || tree.QueuedNodes > 0, cancellationToken);
        var runs = await store.ReadAllAsync<CliRun>(run => run.EndedAt == null, cancellationToken);
        return new TreeStatistics(
            roots.Count, busy.Count(tree => tree.RunningNodeId is not null), busy.Sum(tree => tree.QueuedNodes), runs.Count, runs.DistinctBy(run => run.Owner).Count());
    }

    private static TreeSummary Summary(MessageTree tree, TreeNode root, IEnumerable<TreeNode> nodes) =>
        new(tree, Head(root.Prompt), nodes.CountBy(node => node.State).ToDictionary());

    private static NodeSummary Summary(TreeNode node) => new()
    {
        Id = node.Id,
        ParentId = node.ParentId,
        State = node.State,
        Prompt = Head(node.Prompt),
        Runs = node.Runs,
        SessionId = node.SessionId,
        Error = node.Error,
        SubmittedAt = node.SubmittedAt,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
    };

    private static string Head(string prompt) => prompt.Length <= NodeSummary.PromptLength ? prompt : prompt[..NodeSummary.PromptLength];
}

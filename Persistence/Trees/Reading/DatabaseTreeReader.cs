using Microsoft.EntityFrameworkCore;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.SubmittedTasks;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>Reads trees in PostgreSQL; a page costs the same however many there are.</summary>
internal sealed class DatabaseTreeReader(IDbContextFactory<PipelineDbContext> contexts) : ITreeReader
{
    public async Task<TreePage?> ListAsync(TreeQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var roots = context.Set<TreeNode>().AsNoTracking().Where(node => node.State != NodeState.Cleared);
        var trees = context.Set<MessageTree>().AsNoTracking().Where(tree => roots.Any(root => root.Id == tree.CorrelationId));
        if (await FromAsync(trees, query.After, older: true, cancellationToken) is not { } older) return null;
        if (await FromAsync(older, query.Before, older: false, cancellationToken) is not { } range) return null;

        var ordered = query.Before is null
            ? range.OrderByDescending(tree => tree.CreatedAt).ThenByDescending(tree => tree.CorrelationId)
            : range.OrderBy(tree => tree.CreatedAt).ThenBy(tree => tree.CorrelationId);
        var found = await ordered.Take(query.Limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(query.Limit).ToList();
        if (query.Before is not null) page.Reverse();
        return new TreePage(await SummariesAsync(context, page, cancellationToken), found.Count > query.Limit);
    }

    public async Task<IReadOnlyList<NodeSummary>> NodesAsync(Guid treeId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<TreeNode>().AsNoTracking()
            .Where(node => node.TreeId == treeId && node.State != NodeState.Cleared)
            .OrderBy(node => node.SubmittedAt).ThenBy(node => node.Id)
            .Select(node => new NodeSummary
            {
                Id = node.Id,
                ParentId = node.ParentId,
                State = node.State,
                Prompt = node.Prompt.Substring(0, NodeSummary.PromptLength),
                Runs = node.Runs,
                SessionId = node.SessionId,
                Error = node.Error,
                SubmittedAt = node.SubmittedAt,
                StartedAt = node.StartedAt,
                EndedAt = node.EndedAt,
            })
            .ToListAsync(cancellationToken);
    }

    public async Task<int> AheadOfAsync(TreeNode queued, CancellationToken cancellationToken)
    {
        var (tree, ticket) = (queued.TreeId, queued.Ticket);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<TreeNode>().CountAsync(
            node => node.TreeId == tree && (node.State == NodeState.Running || (node.State == NodeState.Queued && node.Ticket < ticket)), cancellationToken);
    }

    public async Task<int> CountUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Busy(context).SumAsync(tree => tree.QueuedNodes + (tree.RunningNodeId != null ? 1 : 0), cancellationToken);
    }

    public async Task<IReadOnlyList<SubmittedTask>> UnheardAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<SubmittedTask>().AsNoTracking()
            .Where(task => !context.Set<TreeNode>().Any(node => node.Id == task.NodeId))
            .ToListAsync(cancellationToken);
    }

    public async Task<TreeStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (nodes, busy, runs) = (context.Set<TreeNode>(), Busy(context), context.Set<CliRun>().Where(run => run.EndedAt == null));
        return new TreeStatistics(
            await nodes.CountAsync(node => node.ParentId == null && node.State != NodeState.Cleared, cancellationToken),
            await busy.CountAsync(tree => tree.RunningNodeId != null, cancellationToken),
            await busy.SumAsync(tree => tree.QueuedNodes, cancellationToken),
            await runs.CountAsync(cancellationToken),
            await runs.Select(run => run.Owner).Distinct().CountAsync(cancellationToken));
    }

    // The trees count their nodes, and there is an index of those that have something to do.
    private static IQueryable<MessageTree> Busy(PipelineDbContext context) =>
        context.Set<MessageTree>().Where(tree => tree.RunningNodeId != null || tree.QueuedNodes > 0);

    // The tree itself tells where it stands, so that pages stay what they are while trees come.
    private static async Task<IQueryable<MessageTree>?> FromAsync(IQueryable<MessageTree> trees, Guid? id, bool older, CancellationToken cancellationToken)
    {
        if (id is null) return trees;
        if (await trees.SingleOrDefaultAsync(tree => tree.CorrelationId == id, cancellationToken) is not { CreatedAt: var time, CorrelationId: var tree }) return null;

        return older
            ? trees.Where(other => EF.Functions.LessThan(ValueTuple.Create(other.CreatedAt, other.CorrelationId), ValueTuple.Create(time, tree)))
            : trees.Where(other => EF.Functions.GreaterThan(ValueTuple.Create(other.CreatedAt, other.CorrelationId), ValueTuple.Create(time, tree)));
    }

    private static async Task<IReadOnlyList<TreeSummary>> SummariesAsync(PipelineDbContext context, List<MessageTree> page, CancellationToken cancellationToken)
    {
        var ids = page.Select(tree => tree.CorrelationId).ToArray();
        var nodes = context.Set<TreeNode>().AsNoTracking().Where(node => ids.Contains(node.TreeId) && node.State != NodeState.Cleared);
        var prompts = await nodes.Where(node => node.ParentId == null)
            .Select(node => new { node.Id, Head = node.Prompt.Substring(0, NodeSummary.PromptLength) })
            .ToDictionaryAsync(root => root.Id, root => root.Head, cancellationToken);
        var states = await nodes.GroupBy(node => new { node.TreeId, node.State })
            .Select(group => new { group.Key.TreeId, group.Key.State, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var byTree = states.ToLookup(group => group.TreeId);
        return [.. page.Select(tree => new TreeSummary(
            tree, prompts.GetValueOrDefault(tree.CorrelationId, ""), byTree[tree.CorrelationId].ToDictionary(group => group.State, group => group.Count)))];
    }
}

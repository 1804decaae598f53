using System.Globalization;
using Pipeline.Ingress.Errors;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Persistence.Trees.Reading;

namespace Pipeline.Ingress.Tasks.Trees;

/// <summary><c>GET /v1/trees</c>, <c>GET /v1/trees/{id}</c> and <c>GET /v1/stats</c>.</summary>
internal sealed class TreesEndpoint(ITreeReader trees, IStateStore store, TaskRecords tasks)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>One page, the newest first, as <c>limit</c>, <c>after_id</c> and <c>before_id</c> choose it.</summary>
    /// <exception cref="ApiException">400: a parameter is wrong.</exception>
    public async Task<IResult> ListAsync(string? limit, string? after_id, string? before_id, CancellationToken cancellationToken)
    {
        var query = new TreeQuery { Limit = ReadLimit(limit), After = Id(after_id, nameof(after_id)), Before = Id(before_id, nameof(before_id)) };
        var page = await trees.ListAsync(query, cancellationToken)
            ?? throw ApiException.InvalidRequest($"{(query.After is null ? nameof(before_id) : nameof(after_id))}: there is no such tree");
        List<TreeView> data = [.. page.Trees.Select(View)];
        return Results.Json(new TreeList(data, data.FirstOrDefault()?.Id, data.LastOrDefault()?.Id, page.HasMore), TaskJson.Readable.TreeList);
    }

    /// <summary>One tree with its tasks.</summary>
    /// <exception cref="ApiException">404: there is no such tree.</exception>
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        var treeId = TaskIds.TreeOf(id);
        var root = await tasks.FindAsync(treeId, cancellationToken) ?? throw TaskIds.NoTree(id);
        var tree = await store.ReadAsync<MessageTree>(treeId, cancellationToken);
        var nodes = await trees.NodesAsync(treeId, cancellationToken);

        // Its saga has not heard of it yet.
        if (nodes.Count == 0) nodes = [new NodeSummary { Id = treeId, State = root.State, Prompt = "", SubmittedAt = root.SubmittedAt }];
        var summary = new TreeSummary(
            tree ?? new MessageTree { CorrelationId = treeId, CreatedAt = root.SubmittedAt, UpdatedAt = root.SubmittedAt },
            nodes[0].Prompt,
            nodes.CountBy(node => node.State).ToDictionary());
        return Results.Json(View(summary) with { Tasks = [.. nodes.Select(View)] }, TaskJson.Readable.TreeView);
    }

    /// <summary>All of them in numbers.</summary>
    public async Task<IResult> StatisticsAsync(CancellationToken cancellationToken) =>
        Results.Json(await trees.StatisticsAsync(cancellationToken), TaskJson.Readable.TreeStatistics);

    private static TreeView View(TreeSummary summary) => new()
    {
        Id = TaskIds.Tree(summary.Tree.CorrelationId),
        Prompt = summary.Prompt,
        Workspace = summary.Tree.Workspace,
        Platform = summary.Tree.Platform,
        Running = summary.Tree.RunningNodeId is { } running ? TaskIds.Task(running) : null,
        States = summary.States.OrderBy(state => state.Key).ToDictionary(state => state.Key.ToString().ToLowerInvariant(), state => state.Value, StringComparer.Ordinal),
        CreatedAt = summary.Tree.CreatedAt,
        UpdatedAt = summary.Tree.UpdatedAt,
    };

    private static TreeTask View(NodeSummary node) => new()
    {
        Id = TaskIds.Task(node.Id),
        ParentId = node.ParentId is { } parent ? TaskIds.Task(parent) : null,
        State = node.State,
        Prompt = node.Prompt,
        Runs = node.Runs,
        SessionId = node.SessionId,
        Error = node.Error,
        SubmittedAt = node.SubmittedAt,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
    };

    private static int ReadLimit(string? limit) => limit is null ? DefaultLimit
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit ? number
        : throw ApiException.InvalidRequest($"limit: must be a whole number from 1 to {MaxLimit}");

    private static Guid? Id(string? text, string parameter) => text is null ? null
        : TaskIds.TryParseTree(text, out var id) ? id
        : throw ApiException.InvalidRequest($"{parameter}: must be the id of a tree (tree_…)");
}

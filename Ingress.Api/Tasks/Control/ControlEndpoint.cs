using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Trees;
using Pipeline.Ingress.Errors;
using Pipeline.Persistence.Trees;
using Pipeline.Persistence.Trees.Reading;

namespace Pipeline.Ingress.Tasks.Control;

/// <summary>Stops tasks, takes them up again, clears trees. Each may be asked for again without harm.</summary>
internal sealed class ControlEndpoint(TaskRecords tasks, TaskCommands commands, NodeWait wait, ITreeReader trees, TimeProvider time)
{
    /// <summary><c>DELETE /v1/tasks/{id}</c>: 200 once it has finished, 202 while it is ending.</summary>
    /// <exception cref="ApiException">404: there is no such task. 400: <c>branch</c> is neither true nor false.</exception>
    public async Task<IResult> StopAsync(string id, string? branch, CancellationToken cancellationToken)
    {
        var isBranch = branch is not null && (bool.TryParse(branch, out var value) ? value : throw ApiException.InvalidRequest("branch: must be true or false"));
        var node = await tasks.GetAsync(TaskIds.TaskOf(id), cancellationToken);
        if (node.State.IsFinished() && !isBranch) return Answer(node);

        var command = new StopNode { TreeId = node.TreeId, NodeId = node.Id, Branch = isBranch };
        return Answer(await wait.AfterAsync(node.Id, () => commands.SendAsync(command, cancellationToken), now => now.State.IsFinished(), cancellationToken) ?? node);
    }

    /// <summary><c>POST /v1/tasks/{id}/resume</c>: goes on in the task's own session.</summary>
    /// <exception cref="ApiException">404: there is no such task. 409: it has completed.</exception>
    public async Task<IResult> ResumeAsync(string id, CancellationToken cancellationToken)
    {
        var node = await tasks.GetAsync(TaskIds.TaskOf(id), cancellationToken);
        if (node.State == NodeState.Completed)
            throw Conflict($"{TaskIds.Task(node.Id)} has completed, so that there is nothing to resume; submit a task with it as parent, or POST …/retry to run its prompt again.");

        return await AgainAsync(node, new ResumeNode { TreeId = node.TreeId, NodeId = node.Id, Run = node.Runs }, cancellationToken);
    }

    /// <summary><c>POST /v1/tasks/{id}/retry</c>: runs the task's prompt again from where its parent ended.</summary>
    /// <exception cref="ApiException">404: there is no such task.</exception>
    public async Task<IResult> RetryAsync(string id, CancellationToken cancellationToken)
    {
        var node = await tasks.GetAsync(TaskIds.TaskOf(id), cancellationToken);
        return await AgainAsync(node, new RetryNode { TreeId = node.TreeId, NodeId = node.Id, Run = node.Runs }, cancellationToken);
    }

    /// <summary><c>DELETE /v1/trees/{id}</c>: stops and forgets a tree: 204 once it is gone, 202 while a run of it is ending.</summary>
    /// <exception cref="ApiException">404: there is no such tree.</exception>
    public async Task<IResult> ClearAsync(string id, CancellationToken cancellationToken)
    {
        var treeId = TaskIds.TreeOf(id);
        if (await tasks.FindAsync(treeId, cancellationToken) is null) throw TaskIds.NoTree(id);

        var command = new ClearBranch { TreeId = treeId, NodeId = treeId };
        var rest = await wait.AfterAsync(treeId, () => commands.SendAsync(command, cancellationToken), _ => false, cancellationToken);
        return rest is null ? TypedResults.NoContent() : TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary><c>POST /stop</c>: stops everything that is queued or runs, everywhere.</summary>
    public async Task<IResult> StopAllAsync(CancellationToken cancellationToken)
    {
        var count = await trees.CountUnfinishedAsync(cancellationToken);

        // Those that were accepted a moment ago, which nobody finds by their trees: a tree remembers the stop of what has not come.
        var unheard = await trees.UnheardAsync(cancellationToken);
        IReadOnlyList<StopNode> stops = [.. unheard.Select(task => new StopNode { TreeId = task.TreeId, NodeId = task.NodeId })];
        await commands.StopAllAsync(stops, new StopAll { AskedAt = time.GetUtcNow() }, cancellationToken);
        return Results.Json(new StopView("stopping", count + unheard.Count), TaskJson.Readable.StopView, statusCode: StatusCodes.Status202Accepted);
    }

    private async Task<IResult> AgainAsync<T>(TreeNode node, T command, CancellationToken cancellationToken)
        where T : class
    {
        if (!node.State.IsFinished()) return Answer(node);

        var now = await wait.AfterAsync(node.Id, () => commands.SendAsync(command, cancellationToken), now => now.Version != node.Version, cancellationToken);
        return Answer(now ?? node, StatusCodes.Status202Accepted);
    }

    private static IResult Answer(TreeNode node, int? status = null) => Results.Json(
        TaskReceipt.Of(node.Id, node.TreeId, node.State),
        TaskJson.Readable.TaskReceipt,
        statusCode: status ?? (node.State.IsFinished() ? StatusCodes.Status200OK : StatusCodes.Status202Accepted));

    private static ApiException Conflict(string message) =>
        new(new Failure { Status = StatusCodes.Status409Conflict, Type = ErrorTypes.InvalidRequest, Message = message });
}

/// <summary>What <c>POST /stop</c> has begun; the names are free-claude-code's.</summary>
/// <param name="Status">Always <c>stopping</c>: processes end within 10 s.</param>
/// <param name="CancelledCount">How many tasks were queued or ran.</param>
internal sealed record StopView(string Status, int CancelledCount);

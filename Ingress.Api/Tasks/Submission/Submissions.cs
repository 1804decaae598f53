using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Trees;
using Pipeline.Ingress.Errors;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Trees;

namespace Pipeline.Ingress.Tasks.Submission;

/// <summary>Takes tasks: the receipt and the message to the tree are stored in one step, before anybody is told.</summary>
internal sealed class Submissions(IStateStore store, TimeProvider time)
{
    /// <summary>Submits a task, or finds the one that an earlier request with the same key has made.</summary>
    /// <param name="nodeId">The node to be.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Gives up; the task may still be there.</param>
    /// <exception cref="ApiException">
    /// 404: the parent is not there. 400: the workspace is not its tree's. 422: the key came with another request before.
    /// </exception>
    public async Task<SubmittedTask> SubmitAsync(Guid nodeId, TaskRequest request, CancellationToken cancellationToken)
    {
        var hash = IdempotencyKey.Hash(request);
        if (await store.ReadAsync<SubmittedTask>(nodeId, cancellationToken) is { } earlier) return Same(earlier, hash);

        var receipt = new SubmittedTask
        {
            NodeId = nodeId,
            TreeId = request.Parent is { } parent ? await TreeOfAsync(parent, request.Options.Workspace, cancellationToken) : nodeId,
            ParentId = request.Parent,
            Workspace = request.Options.Workspace,
            RequestHash = hash,
            SubmittedAt = time.GetUtcNow(),
        };
        SubmittedTask? other = null;
        await store.ChangeAsync(
            async change =>
            {
                if (await change.TryAddAsync(receipt, cancellationToken)) await change.SendAsync(TaskCommands.Exchange, Command(receipt, request), cancellationToken);
                else other = await change.FindAsync<SubmittedTask>(nodeId, cancellationToken);
            },
            cancellationToken);
        return other is null ? receipt : Same(other, hash);
    }

    private static SubmitMessage Command(SubmittedTask receipt, TaskRequest request) => new()
    {
        TreeId = receipt.TreeId,
        NodeId = receipt.NodeId,
        ParentId = receipt.ParentId,
        Prompt = request.Prompt,
        Options = request.Options,
        SubmittedAt = receipt.SubmittedAt,
    };

    private static SubmittedTask Same(SubmittedTask earlier, string hash) => earlier.RequestHash == hash ? earlier : throw new ApiException(new Failure
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Type = ErrorTypes.InvalidRequest,
        Message = $"{IdempotencyKey.Header}: this key came with another request before, which made {TaskIds.Task(earlier.NodeId)}",
    });

    private async Task<Guid> TreeOfAsync(Guid parent, string? workspace, CancellationToken cancellationToken)
    {
        var node = await store.ReadAsync<TreeNode>(parent, cancellationToken);
        var treeId = node is null ? (await store.ReadAsync<SubmittedTask>(parent, cancellationToken))?.TreeId : node.TreeId;
        if (treeId is not { } tree || node?.State == NodeState.Cleared)
            throw ApiException.NotFound($"parent: there is no task '{TaskIds.Task(parent)}', or it was cleared or is too old");

        if (workspace is not null) await RequireSameAsync(tree, workspace, cancellationToken);
        return tree;
    }

    // Claude Code finds a session only in the directory where it began.
    private async Task RequireSameAsync(Guid treeId, string workspace, CancellationToken cancellationToken)
    {
        var ofTree = (await store.ReadAsync<MessageTree>(treeId, cancellationToken))?.Workspace
            ?? (await store.ReadAsync<SubmittedTask>(treeId, cancellationToken))?.Workspace;
        if (Plain(ofTree) == Plain(workspace)) return;

        throw ApiException.InvalidRequest(
            $"workspace: the tree {TaskIds.Tree(treeId)} works in {(ofTree is null ? "the default workspace" : $"'{ofTree}'")}, and all its tasks do; leave it out, or begin a new tree");
    }

    // The same directory may be spelled with empty parts and dots; what '..' leads to only the worker knows, who sees the links.
    private static string? Plain(string? path)
    {
        var parts = string.Join('/', (path ?? "").Split('/').Where(part => part is not ("" or ".")));
        return path is ['/', ..] ? $"/{parts}" : parts.Length > 0 ? parts : null;
    }
}

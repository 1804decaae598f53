using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Ingress.Errors;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;
using Pipeline.Persistence.Trees.Reading;

namespace Pipeline.Ingress.Tasks;

/// <summary>What is stored of tasks.</summary>
internal sealed class TaskRecords(IStateStore store, ITranscriptStore transcripts, ITreeReader trees)
{
    /// <summary>
    /// A task's node; where its tree has not heard of it yet, a queued one that the receipt describes. Null where there is
    /// none, or none any more.
    /// </summary>
    public async Task<TreeNode?> FindAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<TreeNode>(nodeId, cancellationToken) is { } node) return node.State == NodeState.Cleared ? null : node;

        return await store.ReadAsync<SubmittedTask>(nodeId, cancellationToken) is { } receipt
            ? new TreeNode { Id = nodeId, TreeId = receipt.TreeId, ParentId = receipt.ParentId, State = NodeState.Queued, SubmittedAt = receipt.SubmittedAt }
            : null;
    }

    /// <summary>The same where it must be there.</summary>
    /// <exception cref="ApiException">404: it is not.</exception>
    public async Task<TreeNode> GetAsync(Guid nodeId, CancellationToken cancellationToken) =>
        await FindAsync(nodeId, cancellationToken) ?? throw TaskIds.NoTask(TaskIds.Task(nodeId));

    /// <summary>How many nodes of its tree come before it; null where it is not queued, or its tree does not know yet.</summary>
    public async Task<int?> PositionAsync(TreeNode node, CancellationToken cancellationToken) =>
        node is { State: NodeState.Queued, Ticket: not null } ? await trees.AheadOfAsync(node, cancellationToken) : null;

    /// <summary>Everything that people are told of it.</summary>
    public async Task<TaskView> ViewAsync(TreeNode node, CancellationToken cancellationToken)
    {
        var end = node.State.IsFinished() ? await EndAsync(node, cancellationToken) : null;
        return new TaskView
        {
            Id = TaskIds.Task(node.Id),
            TreeId = TaskIds.Tree(node.TreeId),
            ParentId = node.ParentId is { } parent ? TaskIds.Task(parent) : null,
            State = node.State,
            Position = await PositionAsync(node, cancellationToken),
            Prompt = node.Prompt.Length > 0 ? node.Prompt : null,
            Text = end?.Text,
            CutCharacters = end?.CutCharacters,
            Error = node.Error,
            SessionId = node.SessionId,
            Runs = node.Runs,
            Turns = node.Turns,
            Usage = node.Usage,
            Cost = node.CostUsd is { } usd ? new ListPrice(usd) : null,
            SubmittedAt = node.SubmittedAt,
            StartedAt = node.StartedAt,
            EndedAt = node.EndedAt,
        };
    }

    // A run whose worker was lost has none, and then the last event may be an earlier run's.
    private async Task<RunEnded?> EndAsync(TreeNode node, CancellationToken cancellationToken) =>
        node.Runs > 0 && await transcripts.LastAsync(node.Id, cancellationToken) is { } last && last.Position.Run == node.Runs
            ? TranscriptEvent.FromPayload(last.Payload) as RunEnded
            : null;
}

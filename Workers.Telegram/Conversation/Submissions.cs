using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Submits nodes: each has its view, its messages and its place in the person's limits in one step with its command.</summary>
internal sealed class Submissions(IStateStore store, UpdateReceipts receipts, PersonLimits limits, Replies replies, IViews views)
{
    /// <summary>Submits a node for an update, unless the person's limits forbid it, which is said.</summary>
    /// <returns>Whether it was submitted.</returns>
    public async Task<bool> SubmitAsync(NewNode node, Turn turn, CancellationToken cancellationToken)
    {
        var isTaken = await TakeAsync(turn, change => AddAsync(change, node, cancellationToken), cancellationToken);
        if (isTaken) await views.ShowAsync(node.NodeId, cancellationToken);
        return isTaken;
    }

    /// <summary>Does what an update asks in one step with noting that it was done, unless it was, or the person's limits forbid it.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TakeAsync(Turn turn, Func<IStateChange, Task> effect, CancellationToken cancellationToken)
    {
        LimitDecision? decision = null;
        await store.ChangeAsync(
            async change =>
            {
                decision = null;
                if (!await receipts.TryMarkAsync(change, turn.UpdateKey, cancellationToken)) return;
                decision = await limits.TakeAsync(change, turn.Person.Id, cancellationToken);
                if (decision.IsTaken) await effect(change);
            },
            cancellationToken);
        if (decision is { IsTaken: false, ShouldTell: true }) replies.Answer(turn, LimitWords.Refusal(decision), cancellationToken);
        return decision is { IsTaken: true };
    }

    /// <summary>Submits a node as a part of a change.</summary>
    public static async Task AddAsync(IStateChange change, NewNode node, CancellationToken cancellationToken)
    {
        if (!await change.TryAddAsync(View(node), cancellationToken)) return;
        foreach (var message in node.MessageIds) await MessageLinks.PointAsync(change, node.Place, message, node.TreeId, node.NodeId, node.SubmittedAt, cancellationToken);
        await change.SendAsync(MessageLinks.Trees, Command(node), cancellationToken);

        // The first is the node's own; the others go with it when it is cleared.
        foreach (var message in node.MessageIds.Skip(1))
        {
            var link = new LinkMessage { TreeId = node.TreeId, NodeId = node.NodeId, Message = node.Place.Message(message, node.UserId) };
            await change.SendAsync(MessageLinks.Trees, link, cancellationToken);
        }
    }

    private static SubmitMessage Command(NewNode node) => new()
    {
        TreeId = node.TreeId,
        NodeId = node.NodeId,
        ParentId = node.ParentId,
        Prompt = node.Prompt,
        Options = new TaskOptions { Workspace = node.ParentId is null ? node.Workspace : null, Model = node.Model },
        Message = node.Place.Message(node.MessageIds[0], node.UserId),
        SubmittedAt = node.SubmittedAt,
    };

    private static TelegramView View(NewNode node) => new()
    {
        NodeId = node.NodeId,
        TreeId = node.TreeId,
        ParentId = node.ParentId,
        Chat = node.Place.Chat,
        Topic = node.Place.Topic,
        ChatId = node.Place.ChatId,
        UserId = node.UserId,
        MessageId = node.MessageIds[0],
        Workspace = node.Workspace,
        Attachments = node.Attachments,
        SubmittedAt = node.SubmittedAt,
    };
}

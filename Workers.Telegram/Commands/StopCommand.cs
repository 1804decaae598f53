using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>
/// <c>/stop</c>: stops all that runs, waits or is got ready in the chat; as a reply that one task. It never reaches what was written
/// after it, so it names every task instead of the chat, which its trees would look at later.
/// </summary>
internal sealed class StopCommand(IStateStore store, UpdateReceipts receipts, MessageLinks links, DraftControl drafts, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Stop];

    public Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken) =>
        call.ReplyTo is { } message ? StopAsync(message, turn, cancellationToken) : StopAllAsync(turn, cancellationToken);

    private async Task StopAsync(int message, Turn turn, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(turn.Place.Chat, message, cancellationToken) is not { } link)
        {
            replies.Answer(turn, "That message belongs to no task.", cancellationToken);
            return;
        }

        var view = await store.ReadAsync<TelegramView>(link.NodeId, cancellationToken);
        TelegramDraft? draft = null;
        var isFirst = await receipts.TryHandleAsync(
            turn, async change => draft = await StopAsync(change, link.TreeId, link.NodeId, cancellationToken), cancellationToken);
        if (!isFirst) return;

        if (draft is not null) drafts.End(draft, turn, cancellationToken);
        replies.Answer(turn, Words(draft, view), cancellationToken);
    }

    private static string Words(TelegramDraft? draft, TelegramView? view)
    {
        if (draft is not null) return "Taken back; it does not run.";
        return view?.Change?.State.IsFinished() == true ? "That task has already ended." : "Stopping that task.";
    }

    private async Task StopAllAsync(Turn turn, CancellationToken cancellationToken)
    {
        // In this order: a draft becomes a task, and never the other way round.
        var preparing = await drafts.BeforeAsync(turn, cancellationToken);
        var unfinished = await UnfinishedAsync(turn, cancellationToken);
        List<TelegramDraft> removed = [];
        var isFirst = await receipts.TryHandleAsync(
            turn,
            async change =>
            {
                removed.Clear();
                foreach (var draft in preparing)
                    if (await StopAsync(change, draft.TreeId, draft.NodeId, cancellationToken) is { } found) removed.Add(found);
                foreach (var view in unfinished) await SendAsync(change, view.TreeId, view.NodeId, cancellationToken);
            },
            cancellationToken);
        if (!isFirst) return;

        foreach (var draft in removed) drafts.End(draft, turn, cancellationToken);
        replies.Answer(turn, "Stopping everything in this chat.", cancellationToken);
    }

    // Also those that are not shown any more, as their chat was closed to the bot for a while.
    private async Task<IReadOnlyList<TelegramView>> UnfinishedAsync(Turn turn, CancellationToken cancellationToken)
    {
        var (chatId, message) = (turn.Place.ChatId, turn.MessageId);
        var views = await store.ReadAllAsync<TelegramView>(view => view.ChatId == chatId && view.MessageId < message, cancellationToken);
        return [.. views.Where(view => view.IsOpen || view.Change?.State.IsFinished() == false)];
    }

    /// <summary>Takes a draft back, or stops the task that it has become.</summary>
    private static async Task<TelegramDraft?> StopAsync(IStateChange change, Guid treeId, Guid nodeId, CancellationToken cancellationToken)
    {
        var draft = await DraftControl.RemoveAsync(change, nodeId, cancellationToken);
        if (draft is null) await SendAsync(change, treeId, nodeId, cancellationToken);
        return draft;
    }

    private static Task SendAsync(IStateChange change, Guid treeId, Guid nodeId, CancellationToken cancellationToken) =>
        change.SendAsync(MessageLinks.Trees, new StopNode { TreeId = treeId, NodeId = nodeId }, cancellationToken);
}

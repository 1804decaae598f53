using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>
/// <c>/clear</c>: forgets all of the chat; as a reply one task and what follows it. Their messages are deleted. It never reaches what
/// was written after it, so it names every task instead of the chat, which its trees would look at later.
/// </summary>
internal sealed class ClearCommand(
    IStateStore store, UpdateReceipts receipts, MessageLinks links, DraftControl drafts, Asides asides, Replies replies, IViews views, TimeProvider time) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Clear];

    public Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken) =>
        call.ReplyTo is { } message ? ClearAsync(message, turn, cancellationToken) : ClearAllAsync(turn, cancellationToken);

    private async Task ClearAsync(int message, Turn turn, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(turn.Place.Chat, message, cancellationToken) is not { } link)
        {
            Say(turn, "That message belongs to no task.", cancellationToken);
            return;
        }

        var isOld = await store.ReadAsync<TelegramView>(link.NodeId, cancellationToken) is { } view && IsOld(view);
        TelegramDraft? draft = null;
        var isFirst = await receipts.TryHandleAsync(
            turn, async change => draft = await ClearAsync(change, link.TreeId, link.NodeId, cancellationToken), cancellationToken);
        if (!isFirst) return;

        if (draft is not null) drafts.End(draft, turn, cancellationToken);
        else await views.ShowAsync(link.NodeId, cancellationToken);
        Say(turn, draft is null ? Words("Forgetting that task and what follows it.", isOld) : "Taken back; it does not run.", cancellationToken);
    }

    private async Task ClearAllAsync(Turn turn, CancellationToken cancellationToken)
    {
        // In this order: a draft becomes a task, and never the other way round.
        var preparing = await drafts.BeforeAsync(turn, cancellationToken);
        var (chatId, message) = (turn.Place.ChatId, turn.MessageId);
        var shown = await store.ReadAllAsync<TelegramView>(view => view.ChatId == chatId && view.MessageId < message, cancellationToken);
        Guid[] trees = [.. shown.Select(view => view.TreeId).Distinct()];
        List<TelegramDraft> removed = [];
        var isFirst = await receipts.TryHandleAsync(
            turn,
            async change =>
            {
                removed.Clear();
                foreach (var draft in preparing)
                    if (await ClearAsync(change, draft.TreeId, draft.NodeId, cancellationToken) is { } found) removed.Add(found);
                foreach (var tree in trees) await ClearAsync(change, tree, tree, cancellationToken);
                await ChatSettingsStore.StartAfreshAsync(change, chatId, message, cancellationToken);
                await asides.ClearAsync(change, chatId, [message, .. removed.SelectMany(DraftControl.MessagesOf)], cancellationToken);
            },
            cancellationToken);
        if (!isFirst) return;

        foreach (var draft in removed) drafts.End(draft, turn, cancellationToken);
        foreach (var tree in trees) await views.ShowAsync(tree, cancellationToken);
        Say(turn, Words("Forgetting everything in this chat.", shown.Any(IsOld)), cancellationToken);
    }

    /// <summary>Takes a draft back, or clears the task that it has become.</summary>
    private static async Task<TelegramDraft?> ClearAsync(IStateChange change, Guid treeId, Guid nodeId, CancellationToken cancellationToken)
    {
        if (await DraftControl.RemoveAsync(change, nodeId, cancellationToken) is { } draft) return draft;

        // From now on nobody gets its answer from memory, on whichever worker, and whoever shows it ends.
        if (await change.FindAsync<TelegramView>(nodeId, cancellationToken) is { } view)
        {
            change.Remove(view);
            await DeleteQuestionAsync(change, view, cancellationToken);
        }

        await change.SendAsync(MessageLinks.Trees, new ClearBranch { TreeId = treeId, NodeId = nodeId }, cancellationToken);
        return null;
    }

    /// <summary>
    /// Has the person's message deleted where its tree will not name it: a question that was answered from memory and then asked again
    /// was first taken by the tree of that answer.
    /// </summary>
    private static async Task DeleteQuestionAsync(IStateChange change, TelegramView view, CancellationToken cancellationToken)
    {
        var message = new Place(view.Chat, view.Topic).Message(view.MessageId, view.UserId);
        if ((await change.FindAsync<ChatMessageLink>(ChatMessageLink.KeyOf(message), cancellationToken))?.TreeId == view.TreeId) return;
        await Asides.DeleteAsync(change, view.ChatId, view.TreeId, [view.MessageId], cancellationToken);
    }

    private bool IsOld(TelegramView view) => time.GetUtcNow() - view.SubmittedAt > MessageDeletion.MaxAge;

    private static string Words(string words, bool isOld) =>
        isOld ? $"{words} Telegram lets me delete messages of the last two days only; you can delete the older ones yourself." : words;

    private void Say(Turn turn, string words, CancellationToken cancellationToken) => turn.Expect(SayAsync(turn, words, cancellationToken));

    // Not as a reply: what it would answer may be gone.
    private async Task SayAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        var said = await replies.SayAsync(turn.Place, words, replyTo: null, cancellationToken: cancellationToken);
        await replies.NoteAsync(turn.Place, turn.MessageId, said, cancellationToken);
    }
}

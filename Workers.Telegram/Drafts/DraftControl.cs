using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Lets people run a draft at once, or take it back.</summary>
internal sealed class DraftControl(IStateStore store, UpdateReceipts receipts, DraftHandles handles, Replies replies)
{
    /// <summary>When a draft is ready that the person wants to run, whatever it waited for.</summary>
    public static readonly DateTimeOffset AtOnce = DateTimeOffset.UnixEpoch;

    /// <summary>Does not wait any longer; false where there is no such draft in the chat.</summary>
    public async Task<bool> RunAsync(Guid nodeId, Turn turn, CancellationToken cancellationToken)
    {
        var isThere = false;
        await store.ChangeAsync(
            async change =>
            {
                var draft = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken);
                isThere = draft?.Chat == turn.Place.Chat;
                if (isThere && await receipts.TryMarkAsync(change, turn.UpdateKey, cancellationToken)) draft!.ReadyAt = AtOnce;
            },
            cancellationToken);
        if (isThere) handles.Wake(nodeId);
        return isThere;
    }

    /// <summary>Takes a draft back; false where there is none in the chat, as it runs already.</summary>
    public async Task<bool> CancelAsync(Guid nodeId, Turn turn, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<TelegramDraft>(nodeId, cancellationToken) is not { } known || known.Chat != turn.Place.Chat) return false;

        TelegramDraft? removed = null;
        var isFirst = await receipts.TryHandleAsync(turn, async change => removed = await RemoveAsync(change, nodeId, cancellationToken), cancellationToken);
        if (isFirst && removed is not null) End(removed, turn, cancellationToken);
        return !isFirst || removed is not null;
    }

    /// <summary>The drafts of messages that were written in the same place before this one.</summary>
    public async Task<IReadOnlyList<TelegramDraft>> BeforeAsync(Turn turn, CancellationToken cancellationToken)
    {
        var chatId = turn.Place.ChatId;
        var drafts = await store.ReadAllAsync<TelegramDraft>(draft => draft.ChatId == chatId, cancellationToken);
        return [.. drafts.Where(draft => draft.MessageIds[0] < turn.MessageId)];
    }

    /// <summary>Gives a draft up, and says why.</summary>
    public async Task DropAsync(TelegramDraft draft, string reason, CancellationToken cancellationToken)
    {
        TelegramDraft? removed = null;
        await store.ChangeAsync(async change => removed = await RemoveAsync(change, draft.NodeId, cancellationToken), cancellationToken);
        if (removed is null) return;

        handles.WakeAll();
        if (removed.HeardMessageId is { } message) await replies.ChangeAsync(draft.Chat, message, reason, cancellationToken: cancellationToken);
        else await replies.AnswerAsync(new Place(removed.Chat, removed.Topic), reason, removed.MessageIds[0], cancellationToken: cancellationToken);
    }

    /// <summary>Removes a draft as a part of a change; null where there is none, as it runs already.</summary>
    public static async Task<TelegramDraft?> RemoveAsync(IStateTransaction change, Guid nodeId, CancellationToken cancellationToken)
    {
        if (await change.FindAsync<TelegramDraft>(nodeId, cancellationToken) is not { } removed) return null;

        change.Remove(removed);
        foreach (var id in MessagesOf(removed))
        {
            if (await change.FindAsync<TelegramMessage>(TelegramMessage.KeyOf(removed.Chat, id), cancellationToken) is { } message) change.Remove(message);
        }

        await Asides.NoteAsync(change, new Place(removed.Chat, removed.Topic), MessagesOf(removed), removed.SubmittedAt, cancellationToken);
        return removed;
    }

    /// <summary>The messages of a draft, the person's and the bot's.</summary>
    public static IEnumerable<int> MessagesOf(TelegramDraft draft) => draft.HeardMessageId is { } heard ? draft.MessageIds.Append(heard) : draft.MessageIds;

    /// <summary>Ends what is done for a draft that was removed, and shows that it is.</summary>
    public void End(TelegramDraft removed, Turn turn, CancellationToken cancellationToken)
    {
        handles.Cancel(removed.NodeId);
        handles.WakeAll();
        if (removed.HeardMessageId is { } message)
            turn.Expect(replies.ChangeAsync(removed.Chat, message, VoiceWords.Cancelled(removed.Heard), cancellationToken: cancellationToken));
    }
}

using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Lets people run a draft at once, or take it back.</summary>
internal sealed class DraftControl(IStateStore store, DraftHandles handles, Replies replies)
{
    /// <summary>When a draft is ready that the person wants to run, whatever it waited for.</summary>
    public static readonly DateTimeOffset AtOnce = DateTimeOffset.UnixEpoch;

    /// <summary>Does not wait any longer; false where there is no such draft.</summary>
    public async Task<bool> RunAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        var isThere = false;
        await store.ChangeAsync(
            async change =>
            {
                isThere = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken) is { } draft && SetReady(draft);
            },
            cancellationToken);
        handles.Wake(nodeId);
        return isThere;

        bool SetReady(TelegramDraft draft)
        {
            draft.ReadyAt = AtOnce;
            return true;
        }
    }

    /// <summary>Takes a draft back; false where there is none, as it runs already.</summary>
    public async Task<bool> CancelAsync(Guid nodeId, Turn turn, CancellationToken cancellationToken)
    {
        if (await RemoveAsync(nodeId, cancellationToken) is not { } draft) return false;
        handles.Cancel(nodeId);
        if (draft.HeardMessageId is { } message) turn.Expect(replies.ChangeAsync(draft.Chat, message, VoiceWords.Cancelled(draft.Heard), cancellationToken: cancellationToken));
        return true;
    }

    /// <summary>Takes back all drafts of a chat.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> CancelAllAsync(Turn turn, CancellationToken cancellationToken)
    {
        var count = 0;
        var chatId = turn.Place.ChatId;
        foreach (var draft in await store.ReadAllAsync<TelegramDraft>(draft => draft.ChatId == chatId, cancellationToken))
            if (await CancelAsync(draft.NodeId, turn, cancellationToken)) count++;
        return count;
    }

    /// <summary>Gives a draft up, and says why.</summary>
    public async Task DropAsync(TelegramDraft draft, string reason, CancellationToken cancellationToken)
    {
        if (await RemoveAsync(draft.NodeId, cancellationToken) is not { } removed) return;
        if (removed.HeardMessageId is { } message) await replies.ChangeAsync(draft.Chat, message, reason, cancellationToken: cancellationToken);
        else await replies.SayAsync(new Place(draft.Chat, draft.Topic), reason, draft.MessageIds[0], cancellationToken: cancellationToken);
    }

    private async Task<TelegramDraft?> RemoveAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        TelegramDraft? removed = null;
        await store.ChangeAsync(
            async change =>
            {
                removed = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken);
                if (removed is null) return;
                change.Remove(removed);
                foreach (var id in removed.MessageIds.Append(removed.HeardMessageId ?? 0))
                {
                    if (await change.FindAsync<TelegramMessage>(TelegramMessage.KeyOf(removed.Chat, id), cancellationToken) is { } message) change.Remove(message);
                }
            },
            cancellationToken);
        return removed;
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Chats.Moves;

/// <summary>
/// Moves what is kept of a group that has become a supergroup: that is another chat, with another id and messages numbered anew, in
/// which the bot can neither answer nor edit what was said before. So what is still to be shown is shown there from its
/// beginning. May be asked twice, and by several at once.
/// </summary>
internal sealed class ChatMoves(IStateStore store, ILogger<ChatMoves> log)
{
    private const int AtOnce = 100;

    /// <summary>Moves it. Groups have no topics.</summary>
    /// <returns>The nodes that are to be shown in the new chat.</returns>
    public async Task<IReadOnlyList<Guid>> MoveAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (from == to) return [];
        await store.ChangeAsync(change => MoveSettingsAsync(change, $"{from}", $"{to}", cancellationToken), cancellationToken);
        var drafts = await store.ReadAllAsync<TelegramDraft>(draft => draft.Chat == from, cancellationToken);
        await MoveAsync<TelegramDraft>(drafts.Select(draft => draft.NodeId), draft => Move(draft, from, to), cancellationToken);
        var views = await store.ReadAllAsync<TelegramView>(view => view.Chat == from, cancellationToken);
        await MoveAsync<TelegramView>(views.Select(view => view.NodeId), view => Move(view, from, to), cancellationToken);
        if (views.Count + drafts.Count > 0) log.LogInformation("Group {From} is now supergroup {To}: {Count} tasks have moved there", from, to, views.Count + drafts.Count);
        return [.. views.Where(view => view.IsOpen).Select(view => view.NodeId)];
    }

    private async Task MoveAsync<T>(IEnumerable<Guid> nodeIds, Action<T> move, CancellationToken cancellationToken)
        where T : class
    {
        foreach (var batch in nodeIds.Chunk(AtOnce))
        {
            await store.ChangeAsync(
                async change =>
                {
                    foreach (var nodeId in batch)
                        if (await change.FindAsync<T>(nodeId, cancellationToken) is { } record) move(record);
                },
                cancellationToken);
        }
    }

    private static async Task MoveSettingsAsync(IStateTransaction change, string from, string to, CancellationToken cancellationToken)
    {
        if (await change.FindAsync<TelegramChat>(from, cancellationToken) is not { } old) return;
        var chat = await change.FindOrAddAsync(to, () => new TelegramChat { ChatId = to }, cancellationToken);
        (chat.Model, chat.Workspace, chat.Continues) = (chat.Model ?? old.Model, chat.Workspace ?? old.Workspace, chat.Continues || old.Continues);
        chat.LastFinished ??= old.LastFinished;
        chat.AfreshMessageId ??= old.AfreshMessageId is { } afresh ? FormerMessages.Number((int)afresh) : null;
        change.Remove(old);
    }

    private static void Move(TelegramDraft draft, long from, long to)
    {
        if (draft.Chat != from) return;
        (draft.Chat, draft.ChatId, draft.HeardMessageId) = (to, $"{to}", null);
        draft.MessageIds = [.. draft.MessageIds.Select(FormerMessages.Number)];
    }

    private static void Move(TelegramView view, long from, long to)
    {
        if (view.Chat != from) return;
        (view.Chat, view.ChatId, view.MessageId) = (to, $"{to}", FormerMessages.Number(view.MessageId));
        (view.BotMessageIds, view.FileMessageId, view.FileVersion) = ([], null, 0);
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Views.Recording;

/// <summary>
/// The records of how nodes are shown: whoever shows one goes on from there. A change of a record gives it as it is then, or null where
/// its node was cleared meanwhile.
/// </summary>
internal sealed class ViewRecords(IStateStore store, TimeProvider time, Func<double> chance, ILogger<ViewRecords> log)
{
    public Task<TelegramView?> ReadAsync(Guid nodeId, CancellationToken cancellationToken) => store.ReadAsync<TelegramView>(nodeId, cancellationToken);

    /// <summary>All that have something to be shown.</summary>
    public Task<IReadOnlyList<TelegramView>> OpenAsync(CancellationToken cancellationToken) => store.ReadAllAsync<TelegramView>(view => view.IsOpen, cancellationToken);

    /// <summary>Notes a change of a node; false where it is known, or the node is not shown.</summary>
    public async Task<bool> NoteAsync(NodeChanged changed, CancellationToken cancellationToken)
    {
        var isNews = false;
        await store.ChangeAsync(
            async change =>
            {
                isNews = false;
                if (await change.FindAsync<TelegramView>(changed.NodeId, cancellationToken) is not { } view || view.Change?.Version >= changed.Version) return;

                (view.Change, view.IsOpen) = (changed, true);
                isNews = true;
            },
            cancellationToken);
        return isNews;
    }

    /// <summary>Records the next message of a node.</summary>
    public Task<TelegramView?> AddMessageAsync(TelegramView view, int messageId, CancellationToken lease) =>
        LinkAsync(view, messageId, found => found.BotMessageIds = [.. found.BotMessageIds, messageId], lease);

    /// <summary>Records the message with the file of a node's answer.</summary>
    public Task<TelegramView?> SetFileAsync(TelegramView view, int messageId, long version, CancellationToken lease) =>
        LinkAsync(view, messageId, found => (found.FileMessageId, found.FileVersion) = (messageId, version), lease);

    /// <summary>Records the message that tells of a node's end, and that this end is shown, unless it has changed since.</summary>
    public Task<TelegramView?> CloseWithNoticeAsync(TelegramView view, int messageId, long version, CancellationToken lease) =>
        LinkAsync(view, messageId, found => Close(found, version), lease);

    /// <summary>Records that of a node's messages only the first ones are left.</summary>
    public Task<TelegramView?> CutMessagesAsync(TelegramView view, int count, CancellationToken lease) =>
        UpdateAsync(view.NodeId, (_, found) => Done(() => found.BotMessageIds = [.. found.BotMessageIds.Take(count)]), lease);

    /// <summary>Records that the file of a node's answer is gone.</summary>
    public Task<TelegramView?> DropFileAsync(TelegramView view, CancellationToken lease) =>
        UpdateAsync(view.NodeId, (_, found) => Done(() => (found.FileMessageId, found.FileVersion) = (null, 0)), lease);

    /// <summary>Records that a node's end is shown, unless it has changed since.</summary>
    public Task<TelegramView?> CloseAsync(TelegramView view, long version, CancellationToken lease) =>
        UpdateAsync(view.NodeId, (_, found) => Done(() => Close(found, version)), lease);

    /// <summary>Records that nothing of a node can be shown as it stands; its next change is tried again.</summary>
    public Task<TelegramView?> GiveUpAsync(TelegramView view, CancellationToken lease) => UpdateAsync(
        view.NodeId, (_, found) => Done(() => found.IsOpen = found.Change?.Version != view.Change?.Version), lease);

    private static void Close(TelegramView view, long shown)
    {
        if (view.Change is not { } change || change.Version != shown) return;
        (view.ShownVersion, view.IsOpen, view.Change) = (shown, false, change with { Text = null });
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private Task<TelegramView?> LinkAsync(TelegramView view, int messageId, Action<TelegramView> update, CancellationToken lease) => UpdateAsync(
        view.NodeId,
        async (change, found) =>
        {
            // The group has become another chat since: it is shown there.
            if (found.Chat != view.Chat) return;
            update(found);
            await MessageLinks.LinkAsync(change, new Place(found.Chat, found.Topic), messageId, found.TreeId, found.NodeId, time.GetUtcNow(), CancellationToken.None);
        },
        lease);

    /// <summary>
    /// Updates a record, trying until the store takes it: a message that was sent and is not recorded would be sent again. So one that
    /// was on its way when the lease ended is recorded too.
    /// </summary>
    private async Task<TelegramView?> UpdateAsync(Guid nodeId, Func<IStateChange, TelegramView, Task> update, CancellationToken lease)
    {
        var backoff = new Backoff(chance);
        while (true)
        {
            try
            {
                return await TryUpdateAsync(nodeId, update);
            }
            catch (Exception fault) when (!lease.IsCancellationRequested)
            {
                log.LogWarning("How a task is shown could not be recorded; it is tried again: {Reason}", fault.Message);
            }

            await Task.Delay(backoff.Next(), time, lease);
        }
    }

    private async Task<TelegramView?> TryUpdateAsync(Guid nodeId, Func<IStateChange, TelegramView, Task> update)
    {
        TelegramView? updated = null;
        await store.ChangeAsync(
            async change =>
            {
                updated = await change.FindAsync<TelegramView>(nodeId, CancellationToken.None);
                if (updated is not null) await update(change, updated);
            },
            CancellationToken.None);
        return updated;
    }
}

using System.Globalization;
using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Chats.Moves;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Clearing;

/// <summary>Forgets cleared nodes on Telegram's side, and deletes their messages. It may be told twice.</summary>
internal sealed class MessagesClearedConsumer(
    IStateStore store, CachedAnswers answers, IViews views, MessageDeletion deletion, TimeProvider time) : IConsumer<MessagesCleared>
{
    public async Task Consume(ConsumeContext<MessagesCleared> context)
    {
        var cleared = context.Message;
        var chat = long.Parse(cleared.ChatId.Split('/')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int[] ids = [.. cleared.MessageIds.Select(id => int.Parse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];

        answers.Forget(cleared.TreeId);
        var (deleted, nodes) = await ForgetAsync(cleared, chat, ids, context.CancellationToken);

        // Whoever shows it finds its record gone, and ends.
        foreach (var node in nodes) await views.ShowAsync(node, context.CancellationToken);

        // It may wait for Telegram for long. Only the bus may end that when the host stops, as only then the message comes again.
        await deletion.DeleteAsync(chat, [.. deleted.Where(id => !FormerMessages.IsFormer(id))], context.CancellationToken);
    }

    /// <summary>
    /// Removes messages and the views of their nodes, and says which messages are to be deleted. A message that belongs to another tree by now stays, as with a
    /// question that was asked again.
    /// </summary>
    private async Task<(IReadOnlyList<int> Deleted, IReadOnlyCollection<Guid> Nodes)> ForgetAsync(MessagesCleared cleared, long chat, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        List<int> deleted = [];
        HashSet<Guid> nodes = [];
        var oldest = time.GetUtcNow() - MessageDeletion.MaxAge;
        await store.ChangeAsync(
            async change =>
            {
                (deleted, nodes) = ([], []);
                foreach (var id in ids)
                {
                    var message = await change.FindAsync<TelegramMessage>(TelegramMessage.KeyOf(chat, id), cancellationToken);
                    if (message is not null && message.TreeId != cleared.TreeId) continue;

                    // One that is too old keeps those that are not from being deleted with it.
                    if (message?.SentAt is not { } sent || sent >= oldest) deleted.Add(id);
                    if (message is null) continue;
                    change.Remove(message);
                    if (!nodes.Add(message.NodeId)) continue;
                    await ChatSettingsStore.ForgetAsync(change, cleared.ChatId, message.NodeId, cancellationToken);
                    if (await change.FindAsync<TelegramView>(message.NodeId, cancellationToken) is { } view) change.Remove(view);
                }
            },
            cancellationToken);
        return (deleted, nodes);
    }
}

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
internal sealed class MessagesClearedConsumer(IStateStore store, ChatSettingsStore chats, CachedAnswers answers, IViews views, MessageDeletion deletion) : IConsumer<MessagesCleared>
{
    public async Task Consume(ConsumeContext<MessagesCleared> context)
    {
        var cleared = context.Message;
        var chat = long.Parse(cleared.ChatId.Split('/')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int[] ids = [.. cleared.MessageIds.Select(id => int.Parse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];

        answers.Forget(cleared.TreeId);
        foreach (var node in await ForgetAsync(chat, ids, context.CancellationToken))
        {
            // Whoever shows it finds its record gone, and ends.
            await views.ShowAsync(node, context.CancellationToken);
            await chats.ForgetAsync(cleared.ChatId, cleared.TreeId, node, context.CancellationToken);
        }

        await deletion.DeleteAsync(chat, [.. ids.Where(id => !FormerMessages.IsFormer(id))], context.CancellationToken);
    }

    /// <summary>Removes messages and the views of their nodes, and says which nodes those were.</summary>
    private async Task<IReadOnlyCollection<Guid>> ForgetAsync(long chat, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        HashSet<Guid> nodes = [];
        await store.ChangeAsync(
            async change =>
            {
                nodes = [];
                foreach (var id in ids)
                {
                    if (await change.FindAsync<TelegramMessage>(TelegramMessage.KeyOf(chat, id), cancellationToken) is not { } message) continue;
                    change.Remove(message);
                    if (nodes.Add(message.NodeId) && await change.FindAsync<TelegramView>(message.NodeId, cancellationToken) is { } view) change.Remove(view);
                }
            },
            cancellationToken);
        return nodes;
    }
}

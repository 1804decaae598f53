using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Telegram.Clearing;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>
/// Messages that belong to no task: commands, what the bot says to them, what it refuses, what was taken back. Nobody else would know
/// them when the chat is cleared.
/// </summary>
internal sealed class Asides(IStateStore store, TimeProvider time)
{
    private static readonly Uri ChatEvents = new($"exchange:{CommandExchanges.ChatEvents(ChatPlatforms.Telegram)}");

    /// <summary>Notes what a person said, and what the bot answered; null where Telegram would not have it.</summary>
    public Task NoteAsync(Place place, int said, int? answer, CancellationToken cancellationToken) => store.ChangeAsync(
        change => NoteAsync(change, place, answer is { } id ? [said, id] : [said], time.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>Notes messages as a part of a change.</summary>
    public static async Task NoteAsync(IStateTransaction change, Place place, IEnumerable<int> messageIds, DateTimeOffset saidAt, CancellationToken cancellationToken)
    {
        foreach (var id in messageIds)
        {
            var aside = new TelegramAside { Key = TelegramMessage.KeyOf(place.Chat, id), ChatId = place.ChatId, MessageId = id, SaidAt = saidAt };
            await change.TryAddAsync(aside, cancellationToken);
        }
    }

    /// <summary>Forgets those of a chat as a part of a change, and has them deleted with other messages of it.</summary>
    public async Task ClearAsync(IStateChange change, string chatId, IEnumerable<int> others, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - MessageDeletion.MaxAge;
        List<int> deleted = [.. others];
        foreach (var aside in await change.QueryAsync<TelegramAside>(aside => aside.ChatId == chatId, cancellationToken))
        {
            change.Remove(aside);
            if (aside.SaidAt >= oldest) deleted.Add(aside.MessageId);
        }

        // They are of no tree, so that a message which is a task's as well is left to that.
        await DeleteAsync(change, chatId, Guid.Empty, deleted, cancellationToken);
    }

    /// <summary>Has messages deleted that no tree will name, as a part of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="chatId">Their chat.</param>
    /// <param name="treeId">The tree that they belong to all the same; empty where there is none.</param>
    /// <param name="messageIds">The messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task DeleteAsync(IStateChange change, string chatId, Guid treeId, IEnumerable<int> messageIds, CancellationToken cancellationToken)
    {
        var cleared = new MessagesCleared
        {
            TreeId = treeId,
            Platform = ChatPlatforms.Telegram,
            ChatId = chatId,
            MessageIds = [.. messageIds.Distinct().Select(id => $"{id}")],
        };
        return change.SendAsync(ChatEvents, cleared, cancellationToken);
    }
}

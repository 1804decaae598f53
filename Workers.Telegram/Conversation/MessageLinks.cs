using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Which messages belong to which nodes: a reply to one continues from its node, and it goes when the node is cleared.</summary>
internal sealed class MessageLinks(IStateStore store, TimeProvider time)
{
    /// <summary>Where trees take their messages.</summary>
    public static Uri Trees { get; } = new($"exchange:{CommandExchanges.MessageTrees}");

    /// <summary>The node that a message belongs to; null where it belongs to none.</summary>
    public Task<TelegramMessage?> FindAsync(long chat, int messageId, CancellationToken cancellationToken) =>
        store.ReadAsync<TelegramMessage>(TelegramMessage.KeyOf(chat, messageId), cancellationToken);

    /// <summary>Links a message of the bot to a node, here and in its tree.</summary>
    public Task LinkAsync(Place place, int messageId, Guid treeId, Guid nodeId, CancellationToken cancellationToken) =>
        store.ChangeAsync(change => LinkAsync(change, place, messageId, treeId, nodeId, time.GetUtcNow(), cancellationToken), cancellationToken);

    /// <inheritdoc cref="LinkAsync(Place, int, Guid, Guid, CancellationToken)"/>
    public static async Task LinkAsync(IStateChange change, Place place, int messageId, Guid treeId, Guid nodeId, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        await PointAsync(change, place, messageId, treeId, nodeId, sentAt, cancellationToken);
        await change.SendAsync(Trees, new LinkMessage { TreeId = treeId, NodeId = nodeId, Message = place.Message(messageId) }, cancellationToken);
    }

    /// <summary>Links a message here alone; what was linked to another node is this one's from now on.</summary>
    public static async Task PointAsync(
        IStateTransaction change, Place place, int messageId, Guid treeId, Guid nodeId, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        var message = await change.FindOrAddAsync(
            TelegramMessage.KeyOf(place.Chat, messageId), () => TelegramMessage.Of(place.Chat, messageId, treeId, nodeId), cancellationToken);
        (message.TreeId, message.NodeId, message.SentAt) = (treeId, nodeId, message.SentAt ?? sentAt);
    }
}

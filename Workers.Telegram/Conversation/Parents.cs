using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>What a message continues from.</summary>
/// <param name="Node">The node; null where it starts a tree.</param>
/// <param name="IsPreparing">Whether it replies to a message that is not submitted yet, so that there is nothing to continue from.</param>
internal sealed record Parent(TelegramView? Node, bool IsPreparing = false);

/// <summary>Finds what messages continue from: the node of the message that they reply to, or where the chat left off.</summary>
internal sealed class Parents(IStateStore store, MessageLinks links)
{
    /// <summary>Finds it. A reply to what is not known, or not any more, starts a tree.</summary>
    public async Task<Parent> OfAsync(Message message, Place place, ChatSettings settings, CancellationToken cancellationToken)
    {
        if (Said.ReplyTo(message) is not { } replied)
            return new Parent(settings.Parent is { } last ? await ViewAsync(last.NodeId, cancellationToken) : null);
        if (await links.FindAsync(place.Chat, replied, cancellationToken) is not { } link) return new Parent(null);

        var view = await ViewAsync(link.NodeId, cancellationToken);
        return new Parent(view, view is null && await store.ReadAsync<TelegramDraft>(link.NodeId, cancellationToken) is not null);
    }

    private Task<TelegramView?> ViewAsync(Guid nodeId, CancellationToken cancellationToken) => store.ReadAsync<TelegramView>(nodeId, cancellationToken);
}

using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>A node that a message continues from.</summary>
/// <param name="TreeId">Its tree.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Workspace">The directory that its tree works in; null for the configured one.</param>
/// <param name="IsPreparing">Whether it is not submitted yet, so that what replies to it has to wait.</param>
internal sealed record Parent(Guid TreeId, Guid NodeId, string? Workspace, bool IsPreparing);

/// <summary>Finds what messages continue from: the node of the message that they reply to, or where the chat left off.</summary>
internal sealed class Parents(IStateStore store, MessageLinks links)
{
    /// <summary>Finds it; null where the message starts a tree, as does a reply to what is not known, or not any more.</summary>
    public async Task<Parent?> OfAsync(Message message, Place place, ChatSettings settings, CancellationToken cancellationToken)
    {
        if (Said.ReplyTo(message) is not { } replied) return settings.Parent is { } last ? await ViewAsync(last.NodeId, cancellationToken) : null;
        if (await links.FindAsync(place.Chat, replied, cancellationToken) is not { } link) return null;

        // In this order: a draft becomes a node, and never the other way round.
        return await store.ReadAsync<TelegramDraft>(link.NodeId, cancellationToken) is { } draft
            ? new Parent(draft.TreeId, draft.NodeId, draft.Workspace, IsPreparing: true)
            : await ViewAsync(link.NodeId, cancellationToken);
    }

    private async Task<Parent?> ViewAsync(Guid nodeId, CancellationToken cancellationToken) =>
        await store.ReadAsync<TelegramView>(nodeId, cancellationToken) is { } view ? new Parent(view.TreeId, view.NodeId, view.Workspace, IsPreparing: false) : null;
}

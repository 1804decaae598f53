using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Chats;

/// <summary>
/// Keeps each chat's settings. A chat is named as in <see cref="ChatMessage.ChatId"/>, so every topic has its own. Each
/// change may come twice, and what finishes may be told out of order.
/// </summary>
internal sealed class ChatSettingsStore(IStateStore store)
{
    public async Task<ChatSettings> ReadAsync(string chatId, CancellationToken cancellationToken) =>
        await store.ReadAsync<TelegramChat>(chatId, cancellationToken) is { } chat ? ChatSettings.Of(chat) : ChatSettings.Initial;

    /// <summary>Chooses a model as a part of a change; null for the configured one.</summary>
    public static Task ChooseModelAsync(IStateTransaction change, string chatId, string? model, CancellationToken cancellationToken) =>
        ChangeAsync(change, chatId, chat => chat.Model = model, cancellationToken);

    /// <summary>Chooses, as a part of a change, whether plain messages go on from what finished last.</summary>
    public static Task ChooseContinuingAsync(IStateTransaction change, string chatId, bool continues, CancellationToken cancellationToken) =>
        ChangeAsync(change, chatId, chat => chat.Continues = continues, cancellationToken);

    /// <summary>The next plain message starts a tree, and nodes of messages before this one are not gone on from any more.</summary>
    /// <param name="change">The change that it is a part of.</param>
    /// <param name="chatId">The chat.</param>
    /// <param name="messageId">The message that asks for it; ids grow within a chat.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task StartAfreshAsync(IStateTransaction change, string chatId, long messageId, CancellationToken cancellationToken) => ChangeAsync(
        change,
        chatId,
        chat =>
        {
            if (messageId <= chat.AfreshMessageId) return;

            chat.AfreshMessageId = messageId;
            chat.LastFinished = null;
        },
        cancellationToken);

    /// <summary>Notes a node to go on from, unless one has finished since.</summary>
    /// <param name="chatId">The chat.</param>
    /// <param name="messageId">The person's message that the node is of.</param>
    /// <param name="node">The node.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task NoteFinishedAsync(string chatId, long messageId, FinishedNode node, CancellationToken cancellationToken) => ChangeAsync(
        chatId,
        chat =>
        {
            if (messageId > (chat.AfreshMessageId ?? long.MinValue) && node.FinishedAt > (chat.LastFinished?.FinishedAt ?? DateTimeOffset.MinValue)) chat.LastFinished = node;
        },
        cancellationToken);

    /// <summary>Nothing goes on, as a part of a change, from a node that has been cleared.</summary>
    public static Task ForgetAsync(IStateTransaction change, string chatId, Guid nodeId, CancellationToken cancellationToken) => ChangeAsync(
        change,
        chatId,
        chat =>
        {
            if (chat.LastFinished?.NodeId == nodeId) chat.LastFinished = null;
        },
        cancellationToken);

    private Task ChangeAsync(string chatId, Action<TelegramChat> change, CancellationToken cancellationToken) =>
        store.ChangeAsync(transaction => ChangeAsync(transaction, chatId, change, cancellationToken), cancellationToken);

    private static async Task ChangeAsync(IStateTransaction transaction, string chatId, Action<TelegramChat> change, CancellationToken cancellationToken) =>
        change(await transaction.FindOrAddAsync(chatId, () => new TelegramChat { ChatId = chatId }, cancellationToken));
}

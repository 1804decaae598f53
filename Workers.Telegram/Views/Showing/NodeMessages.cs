using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>
/// The bot's messages of one node. Each is recorded right after it was sent, which cannot be one step: a worker that is killed just
/// between the two says that one message twice. All give the record as it is then, or null where the node was cleared meanwhile; where
/// Telegram takes nothing for the chat, they throw <see cref="ClosedChatException"/>, where the chat has become another one
/// <see cref="MovedChatException"/>, and where it will not have that one message <see cref="RefusedMessageException"/>.
/// </summary>
internal sealed class NodeMessages(IOutgoingMessages outgoing, MessageDeletion deletion, ViewRecords records)
{
    /// <summary>Sends the next message, as a reply to the one before it.</summary>
    public Task<TelegramView?> AddAsync(TelegramView view, MessageContent content, bool isSilent, CancellationToken lease)
    {
        var replyTo = view.BotMessageIds is [.., var last] ? last : view.MessageId;
        return SendAsync(view, content.Send(new Place(view.Chat, view.Topic), replyTo, isSilent), records.AddMessageAsync, lease);
    }

    /// <summary>Sends something else that belongs to the node.</summary>
    /// <param name="view">The node's record.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="keep">Records it.</param>
    /// <param name="lease">Ends it.</param>
    public async Task<TelegramView?> SendAsync(
        TelegramView view, BotRequest<Message> request, Func<TelegramView, int, CancellationToken, Task<TelegramView?>> keep, CancellationToken lease)
    {
        var result = await outgoing.SendAsync(view.Chat, request, lease);
        if (!result.IsOk) throw Refusal(result.Error);

        var kept = await keep(view, result.Value.MessageId, lease);
        if (kept is null) await deletion.DeleteAsync(view.Chat, [result.Value.MessageId], lease);
        return kept is null || kept.Chat == view.Chat ? kept : throw new MovedChatException(kept.Chat);
    }

    /// <summary>Lets a message say something for good; false where it cannot be edited any more.</summary>
    public async Task<bool> FinishAsync(TelegramView view, int messageId, MessageContent content, CancellationToken lease)
    {
        var result = await outgoing.FinishAsync(content.Edit(view.Chat, messageId), lease);
        if (result.Error is not { } error || error.Kind == BotErrorKind.MessageNotModified) return true;
        return error.HasNoMessage ? false : throw Refusal(error);
    }

    /// <summary>Deletes all but the first messages.</summary>
    public async Task<TelegramView?> CutAsync(TelegramView view, int count, CancellationToken lease)
    {
        if (view.BotMessageIds.Length <= count) return view;
        await DeleteAsync(view, view.BotMessageIds[count..], lease);
        return await records.CutMessagesAsync(view, count, lease);
    }

    /// <summary>Deletes messages; those that are gone already do not matter.</summary>
    public Task DeleteAsync(TelegramView view, IReadOnlyList<int> messageIds, CancellationToken lease) => deletion.DeleteAsync(view.Chat, messageIds, lease);

    /// <summary>Whether a message whose live edit was refused is gone. Other refusals may concern that one edit alone, unless they are of the chat.</summary>
    public static bool IsLost(BotError refusal) =>
        refusal is { MovedTo: not null } or { Kind: BotErrorKind.Forbidden } ? throw Refusal(refusal) : refusal.HasNoMessage;

    // A revoked token, or a server that knows nothing, is put right by the owner: until then it is tried again.
    private static Exception Refusal(BotError error) => error switch
    {
        { MovedTo: { } chat } => new MovedChatException(chat),
        { Kind: BotErrorKind.Forbidden } => new ClosedChatException(error.Description),
        { Code: 400 or 413 } or { MayPass: true } => new RefusedMessageException(error.Description),
        _ => new HttpRequestException($"Telegram's server refuses a message: {error.Description}"),
    };
}

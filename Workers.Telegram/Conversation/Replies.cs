using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Chats.Moves;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>What the bot says by itself, beside the work that it shows.</summary>
internal sealed class Replies(IOutgoingMessages outgoing, ChatMoves moves, Asides asides, LastingNotes notes, ILogger<Replies> log)
{
    /// <summary>Answers what a person did; its update counts as handled once that was said.</summary>
    public void Answer(Turn turn, string text, CancellationToken cancellationToken, InlineKeyboardMarkup? buttons = null) =>
        turn.Expect(AnswerAsync(turn.Place, text, turn.MessageId, buttons, cancellationToken));

    /// <summary>Answers a message that belongs to no task; both go when the chat is cleared.</summary>
    public async Task AnswerAsync(Place place, string text, int messageId, InlineKeyboardMarkup? buttons = null, CancellationToken cancellationToken = default) =>
        await NoteAsync(place, messageId, await SayAsync(place, text, messageId, buttons, cancellationToken), cancellationToken);

    /// <summary>Notes what was said and what was answered, for when the chat is cleared. That it cannot be noted is no reason to say it again.</summary>
    public async Task NoteAsync(Place place, int messageId, Message? answer, CancellationToken cancellationToken)
    {
        int? answered = answer?.Chat.Id == place.Chat ? answer.MessageId : null;
        try
        {
            await notes.KeepAsync(() => asides.NoteAsync(place, messageId, answered, cancellationToken), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(fault, "What was said could not be noted; it stays when its chat is cleared");
        }
    }

    /// <summary>Says something as a reply; completes once it has arrived, or never will.</summary>
    /// <returns>The message; null where Telegram will not have it.</returns>
    public Task<Message?> SayAsync(Place place, string text, int? replyTo, InlineKeyboardMarkup? buttons = null, CancellationToken cancellationToken = default) =>
        SayAsync(place, FormattedText.Of(text), replyTo, buttons, cancellationToken);

    /// <inheritdoc cref="SayAsync(Place, string, int?, InlineKeyboardMarkup?, CancellationToken)"/>
    public async Task<Message?> SayAsync(
        Place place, FormattedText text, int? replyTo, InlineKeyboardMarkup? buttons = null, CancellationToken cancellationToken = default) => (await SendAsync(
        place,
        replyTo,
        (there, reply) => new SendMessageRequest(there.Chat, text.Text)
        {
            MessageThreadId = there.Topic,
            Entities = text.Entities,
            LinkPreviewOptions = new LinkPreviewOptions(),
            ReplyParameters = reply,
            ReplyMarkup = buttons,
        },
        cancellationToken)).Value;

    /// <summary>Sends a file.</summary>
    /// <returns>Its message; null where there is none.</returns>
    public async Task<Message?> SendAsync(Place place, string name, Func<Stream> open, int? replyTo, CancellationToken cancellationToken) =>
        (await TrySendAsync(place, name, open, replyTo, cancellationToken)).Value;

    /// <summary>Sends a file, and tells why it could not be sent.</summary>
    public Task<BotResult<Message>> TrySendAsync(Place place, string name, Func<Stream> open, int? replyTo, CancellationToken cancellationToken) => SendAsync(
        place, replyTo, (there, reply) => new SendDocumentRequest(there.Chat, name, open) { MessageThreadId = there.Topic, ReplyParameters = reply }, cancellationToken);

    /// <summary>Replaces what a message of the bot says, and its buttons.</summary>
    public async Task ChangeAsync(long chat, int messageId, string text, InlineKeyboardMarkup? buttons = null, CancellationToken cancellationToken = default)
    {
        var words = FormattedText.Of(text);
        await outgoing.FinishAsync(new EditMessageTextRequest(chat, messageId, words.Text) { Entities = words.Entities, ReplyMarkup = buttons }, cancellationToken);
    }

    private async Task<BotResult<Message>> SendAsync(Place place, int? replyTo, Func<Place, ReplyParameters?, BotRequest<Message>> request, CancellationToken cancellationToken)
    {
        var result = await outgoing.SendAsync(place.Chat, request(place, ReplyParameters.To(replyTo)), cancellationToken);
        if (result.Error is { MovedTo: { } chat })
        {
            await moves.MoveAsync(place.Chat, chat, cancellationToken);
            result = await outgoing.SendAsync(chat, request(place with { Chat = chat }, null), cancellationToken);
        }

        if (!result.IsOk) log.LogWarning("Telegram will not have a message: {Reason}", result.Error.Description);
        return result;
    }
}

using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>
/// What goes to the chats, no faster than Telegram takes it. Of one chat, messages and final edits go in the order in
/// which they were given, and before live edits. What fails in passing is tried again until it arrives; formatting that
/// is refused goes plain.
/// </summary>
internal interface IOutgoingMessages
{
    /// <summary>
    /// Sends a message. Telegram knows no idempotency: if the connection breaks after the message took effect, it is
    /// sent twice, because a message that is said twice is better than one that is lost.
    /// </summary>
    /// <param name="chatId">The chat that the request names.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up, unless the message is on its way: what becomes of that is still told.</param>
    /// <returns>The message, or why Telegram will not have it.</returns>
    Task<BotResult<Message>> SendAsync(long chatId, BotRequest<Message> message, CancellationToken cancellationToken = default);

    /// <summary>Shows how something goes on. Until its turn comes, a newer edit of the same message takes its place.</summary>
    /// <param name="chatId">Where the message stands.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="content">Made when its turn has come, so that nothing is rendered in vain.</param>
    /// <param name="refused">Told why Telegram will not have it.</param>
    /// <param name="cancellationToken">Nobody wants it any more; it is left out.</param>
    void ShowLive(long chatId, int messageId, Func<EditMessageTextRequest> content, Action<BotError>? refused = null, CancellationToken cancellationToken = default);

    /// <summary>Shows how it ended: after what was shown live so far, whose last edit it replaces, and in any case.</summary>
    Task<BotResult<Message>> FinishAsync(EditMessageTextRequest edit, CancellationToken cancellationToken = default);

    /// <summary>Waits for the calls that are under way now, so that nothing of what nobody wants any more arrives after it.</summary>
    Task WhenQuietAsync();
}

using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Clearing;

/// <summary>Deletes messages, a hundred with one call; where that is refused or unknown, each by itself.</summary>
internal sealed class MessageDeletion(ITelegramBotClient bot, TimeProvider time, Func<double> chance, ILogger<MessageDeletion> log)
{
    /// <summary>How old a message may be that a bot deletes: 48 h (core.telegram.org/bots/api#deletemessage).</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(48);

    /// <summary>
    /// How long it is tried where Telegram is away: 20 minutes. Until then nobody else knows what is to be deleted; a broker takes back
    /// by itself only what is not done for half an hour.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Deletes what Telegram lets the bot delete: messages of the last two days, and in groups its own unless it is an administrator.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task DeleteAsync(long chat, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        foreach (var batch in ids.Distinct().Chunk(DeleteMessagesRequest.MaxMessages))
        {
            if (await TryAsync(new DeleteMessagesRequest(chat, batch), cancellationToken) is not { } refusal) continue;

            // What was said in a group before it became another chat stays there.
            if (refusal.Kind == BotErrorKind.ChatMoved) return;
            log.LogInformation("Messages are deleted one by one, as together they are not: {Reason}", refusal.Description);
            foreach (var id in batch)
            {
                // One that is gone, or too old, stays as it is.
                await TryAsync(new DeleteMessageRequest(chat, id), cancellationToken);
            }
        }
    }

    private async Task<BotError?> TryAsync(BotRequest<bool> request, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(chance);
        var begun = time.GetTimestamp();
        while (true)
        {
            var result = await bot.SendRequest(request, cancellationToken);
            if (result.IsOk || !result.Error.MayPass) return result.Error;
            if (time.GetElapsedTime(begun) > Patience) throw new HttpRequestException($"Telegram's server deletes no messages: {result.Error.Description}");

            var pause = backoff.Next();
            await Task.Delay(result.Error.RetryAfter > pause ? result.Error.RetryAfter : pause, time, cancellationToken);
        }
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.People;

/// <summary>
/// Refuses those who may not use the bot: politely, once an hour, and not in groups, where nobody need have meant the bot. The
/// log names them, so that the owner can let them in.
/// </summary>
internal sealed class Strangers(IStateStore store, Replies replies, ButtonAnswers answers, TimeProvider time, ILogger<Strangers> log)
{
    /// <summary>Least time between two words to the same person: an hour.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private const string Private = "private";

    public async Task RefuseAsync(Update update, Turn turn, CancellationToken cancellationToken)
    {
        // A button that is not answered seems to hang.
        if (update.CallbackQuery is { } query) await answers.AnswerAsync(query, null, cancellationToken);
        if (!await IsDueAsync(turn.Person.Id, cancellationToken)) return;

        log.LogWarning(
            "Somebody who is not allowed to has spoken to the bot: {UserId} ({Name}). Add {AllowedId} to ALLOWED_TELEGRAM_USER_ID to let them in",
            turn.Person.Id, OneLine(turn.Person), turn.Person.Id);
        if (update.Message is { Chat.Type: Private })
            replies.Answer(turn, "Hello! I am sorry: I only work for people whom my owner has let in. If you know them, ask them to add you; they find your number in my log.", cancellationToken);
    }

    private async Task<bool> IsDueAsync(long userId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<TelegramStranger>(userId, cancellationToken) is { } known && !IsOver(known)) return false;

        var isDue = false;
        await store.ChangeAsync(
            async change =>
            {
                var stranger = await change.FindOrAddAsync(userId, () => new TelegramStranger { UserId = userId }, cancellationToken);
                isDue = IsOver(stranger);
                if (isDue) stranger.ToldAt = time.GetUtcNow();
            },
            cancellationToken);
        return isDue;
    }

    private bool IsOver(TelegramStranger stranger) => (time.GetUtcNow() - stranger.ToldAt).Duration() >= Interval;

    // Their own words must not look like lines of the log.
    private static string OneLine(User person) => string.Concat((person.Username ?? person.FirstName).Where(character => !char.IsControl(character)).Take(64));
}

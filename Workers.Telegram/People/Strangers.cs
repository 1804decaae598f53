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
        var isPrivate = update.Message is { Chat.Type: Private };
        var (isNew, isUntold) = await NoteAsync(turn.Person.Id, isPrivate, cancellationToken);
        if (isNew)
        {
            log.LogWarning(
                "Somebody who is not allowed to has spoken to the bot: {UserId} ({Name}). Add {AllowedId} to ALLOWED_TELEGRAM_USER_ID to let them in",
                turn.Person.Id, OneLine(turn.Person), turn.Person.Id);
        }

        if (isUntold)
            replies.Answer(turn, "Hello! I am sorry: I only work for people whom my owner has let in. If you know them, ask them to add you; they find your number in my log.", cancellationToken);
    }

    /// <summary>Whether the log is to name them now, and whether they are to be told.</summary>
    private async Task<(bool IsNew, bool IsUntold)> NoteAsync(long userId, bool isPrivate, CancellationToken cancellationToken)
    {
        // Who writes without end costs no writes.
        if (await store.ReadAsync<TelegramStranger>(userId, cancellationToken) is { } known && Due(known) == (false, false)) return (false, false);

        var due = (IsNew: false, IsUntold: false);
        await store.ChangeAsync(
            async change =>
            {
                var stranger = await change.FindOrAddAsync(userId, () => new TelegramStranger { UserId = userId }, cancellationToken);
                due = Due(stranger);
                if (due.IsNew) stranger.ToldAt = time.GetUtcNow();
                if (due.IsUntold) stranger.RefusedAt = time.GetUtcNow();
            },
            cancellationToken);
        return due;

        (bool IsNew, bool IsUntold) Due(TelegramStranger stranger) => (IsOver(stranger.ToldAt), isPrivate && IsOver(stranger.RefusedAt ?? default));
    }

    private bool IsOver(DateTimeOffset told) => (time.GetUtcNow() - told).Duration() >= Interval;

    // Their own words must not look like lines of the log.
    private static string OneLine(User person) => string.Concat((person.Username ?? person.FirstName).Where(character => !char.IsControl(character)).Take(64));
}

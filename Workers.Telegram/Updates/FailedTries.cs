using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.People;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Counts how often an update could not be handled, or what is said about it could not be said. The count outlasts the worker. An
/// update that fails every time is given up and its person told so, once.
/// </summary>
internal sealed class FailedTries(UpdateReceipts receipts, AllowedPeople people, Replies replies, ILogger<FailedTries> log)
{
    /// <summary>Most tries; outages of the database do not count.</summary>
    public const int Most = 5;

    /// <summary>Notes that a try has failed.</summary>
    /// <returns>Whether the update is to be tried again.</returns>
    public async Task<bool> NoteAsync(Turn turn, Exception fault, CancellationToken lease)
    {
        if (DatabaseOutages.IsOutage(fault))
        {
            log.LogWarning(fault, "Update {UpdateId} could not be handled as the database is away; it is tried again", turn.UpdateId);
            return true;
        }

        if (await TryCountAsync(turn, lease) is not { } outcome) return true;
        log.LogError(fault, "Update {UpdateId} could not be handled; it is {Next}", turn.UpdateId, Next(outcome));
        if (outcome == FailureOutcome.GivenUp && people.IsAllowed(turn.Person.Id))
            replies.Answer(turn, "I could not handle this message; please send it again.", lease);
        return outcome == FailureOutcome.TriedAgain;
    }

    /// <summary>Null where the database is away: what follows in the chat must not overtake this.</summary>
    private async Task<FailureOutcome?> TryCountAsync(Turn turn, CancellationToken lease)
    {
        try
        {
            return await receipts.NoteFailureAsync(turn.UpdateKey, Most, lease);
        }
        catch (Exception fault) when (DatabaseOutages.IsOutage(fault))
        {
            log.LogWarning(fault, "A failure of update {UpdateId} could not be counted as the database is away; it is tried again", turn.UpdateId);
            return null;
        }
    }

    private static string Next(FailureOutcome outcome) => outcome switch
    {
        FailureOutcome.TriedAgain => "tried again",
        FailureOutcome.GivenUp => "given up",
        _ => "done all but for what was to be said",
    };
}

/// <summary>What becomes of an update whose handling has failed.</summary>
internal enum FailureOutcome
{
    /// <summary>It had its effect already.</summary>
    Handled,

    /// <summary>It is tried again.</summary>
    TriedAgain,

    /// <summary>It has failed too often, and counts as handled from now on.</summary>
    GivenUp,
}

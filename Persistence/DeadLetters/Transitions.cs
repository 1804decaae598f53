namespace Pipeline.Persistence.DeadLetters;

/// <summary>How a dead letter changes; the same wherever it is kept.</summary>
internal static class Transitions
{
    // Deliveries of one failure follow each other closely; more names than this are never looked for.
    private const int RememberedOccurrences = 16;

    /// <summary>The dead letter of a message that failed for the first time.</summary>
    public static DeadLetter First(FailedMessage failed, string id, int size) => new()
    {
        Id = id,
        Queue = failed.Queue,
        MessageType = failed.MessageType,
        FirstFailedAt = failed.FailedAt,
        LastFailedAt = failed.FailedAt,
        Attempts = failed.Attempts,
        Count = 1,
        Error = failed.Error,
        Worker = failed.Worker,
        Model = failed.Model,
        Size = size,
        Fingerprint = failed.Fingerprint,
        Occurrences = [failed.Occurrence],
    };

    /// <summary>The same after it has failed once more. The first message stays the one that is replayed.</summary>
    public static DeadLetter Again(this DeadLetter letter, FailedMessage failed) => letter with
    {
        LastFailedAt = failed.FailedAt > letter.LastFailedAt ? failed.FailedAt : letter.LastFailedAt,
        Attempts = failed.Attempts,
        Count = letter.Count + 1,
        Error = failed.Error,
        Worker = failed.Worker,
        Model = failed.Model,

        // One that has its answer needs no further replay, whatever a duplicate of its replay came to.
        State = letter.State == DeadLetterState.Answered ? DeadLetterState.Answered : DeadLetterState.Waiting,
        Occurrences = [.. letter.Occurrences.TakeLast(RememberedOccurrences - 1), failed.Occurrence],
    };

    /// <summary>The same after it has been sent again, when it had failed <paramref name="count"/> times.</summary>
    public static DeadLetter Replayed(this DeadLetter letter, int count, DateTimeOffset now) => letter with
    {
        State = letter.State == DeadLetterState.Waiting && letter.Count == count ? DeadLetterState.Replayed : letter.State,
        ReplayedAt = now,
    };

    /// <summary>The same when its replay was lost.</summary>
    public static DeadLetter Reopened(this DeadLetter letter) => letter with
    {
        State = letter.State == DeadLetterState.Replayed ? DeadLetterState.Waiting : letter.State,
    };

    /// <summary>The same with its answer.</summary>
    public static DeadLetter Answered(this DeadLetter letter, int size) => letter with { State = DeadLetterState.Answered, Size = size };
}

namespace Pipeline.Persistence.DeadLetters;

/// <summary>
/// Keeps what failed for good, within <see cref="DeadLetterBounds"/>. What a completed call changed survives a
/// crash. Ids are those of <see cref="DeadLetterId"/>; an unknown one is answered with null or false.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Adds a message, or counts it where it is one that is there. A failure whose occurrence is known changes
    /// nothing. The oldest give way where a bound is passed.
    /// </summary>
    Task<DeadLetter> AddAsync(FailedMessage failed, CancellationToken cancellationToken);

    /// <summary>All of them, oldest first, without their messages; changes nothing.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One of them, whole.</summary>
    Task<StoredDeadLetter?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that it has been sent again, unless that has failed already: its count is then no longer the one
    /// that was read before it was sent.
    /// </summary>
    Task<bool> MarkReplayedAsync(string id, int count, CancellationToken cancellationToken);

    /// <summary>Lets one that was replayed wait again, as its replay was lost; changes no other.</summary>
    Task<bool> ReopenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps the answer of a replay, in place of one from before.</summary>
    Task<bool> KeepAnswerAsync(string id, KeptAnswer answer, CancellationToken cancellationToken);

    /// <summary>Removes it for good.</summary>
    Task<bool> DiscardAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes what has passed a bound. Also loads what is kept in files, so call it at start.</summary>
    Task SweepAsync(CancellationToken cancellationToken);
}

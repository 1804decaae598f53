using Npgsql;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.State;

/// <summary>Faults that running the transaction again mends.</summary>
internal static class StateConflicts
{
    /// <summary>How often a transaction is run again before its fault counts.</summary>
    public const int Retries = 10;

    /// <summary>Longest pause between two runs.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Pause before the first further run; it doubles from there.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Whether the transaction of a consumed message may do better when it is run again: it met a conflict, the disk had no room for
    /// it, or the database went away in the middle of it, whose return its next run waits for as it begins.
    /// </summary>
    public static bool MendsItself(Exception? fault) => IsConflict(fault) || DatabaseOutages.IsOutage(fault) || fault is IOException;

    /// <summary>Whether a fault is a conflict with another transaction, wherever EF Core has wrapped it.</summary>
    public static bool IsConflict(Exception? fault) => fault switch
    {
        null => false,
        StateConflictException => true,
        PostgresException postgres => postgres.SqlState
            is PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.UniqueViolation,
        _ => IsConflict(fault.InnerException),
    };
}

using Npgsql;

namespace Pipeline.Persistence.Database;

/// <summary>Faults that pass when the database is back.</summary>
public static class DatabaseOutages
{
    /// <summary>Whether a fault is an outage, wherever EF Core has wrapped it: its provider makes other exceptions of Npgsql's.</summary>
    public static bool IsOutage(Exception? fault) => fault switch
    {
        null => false,
        NpgsqlException { IsTransient: true } => true,

        // The server's last word before it goes; Npgsql calls some of these final.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        _ => IsOutage(fault.InnerException),
    };
}

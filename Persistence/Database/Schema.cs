using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Pipeline.Persistence.Database;

/// <summary>Brings the schema up to date; of several processes that start at once, one after the other.</summary>
internal static class Schema
{
    /// <summary>Key of PostgreSQL's advisory lock; "pipeline" in ASCII.</summary>
    public const long LockKey = 0x706970656C696E65;

    // Seconds. Whoever calls says in the log that it waits, and tries again.
    private const int LongestWait = 10;
    private const int KeepAlive = 10;

    /// <exception cref="TimeoutException">Another process has the lock.</exception>
    public static async Task UpdateAsync(IDbContextFactory<PipelineDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var turn = await TakeTurnAsync(context.Database.GetConnectionString()!, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>
    /// The lock is the session's and ends with it, however the process ends. EF Core's own lock is on the
    /// history table, which does not exist yet at the very first start.
    /// </summary>
    private static async Task<NpgsqlConnection> TakeTurnAsync(string connectionString, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = KeepAlive };
        var connection = new NpgsqlConnection(unpooled.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = LongestWait };
            command.Parameters.Add(new NpgsqlParameter { Value = LockKey });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (NpgsqlException fault) when (connection.State == ConnectionState.Open && fault.InnerException is TimeoutException)
        {
            await connection.DisposeAsync();
            throw new TimeoutException($"Another process has been migrating it for more than {LongestWait} s.", fault);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

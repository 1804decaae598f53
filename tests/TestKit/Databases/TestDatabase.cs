using Npgsql;

namespace Pipeline.TestKit.Databases;

/// <summary>An empty database of its own, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name = $"test_{Guid.NewGuid():N}";
    private readonly PostgresServer _server;

    private TestDatabase(PostgresServer server)
    {
        _server = server;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = _name }.ConnectionString;
    }

    /// <summary>Npgsql's connection string of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates the database on the server of this process.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase(await PostgresServer.Shared);
        await database.ExecuteAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Ends all connections and lets nobody in, as when its server is away, until <see cref="ReturnAsync"/>.</summary>
    public async Task LeaveAsync()
    {
        await ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await CutAsync();
    }

    /// <summary>Ends all connections, whatever is under way on them.</summary>
    public Task CutAsync() => ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");

    /// <summary>Lets connections in again.</summary>
    public Task ReturnAsync() => ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

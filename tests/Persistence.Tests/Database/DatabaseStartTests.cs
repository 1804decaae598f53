using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pipeline.Persistence.Database;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Database;

public sealed class DatabaseStartTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task A_database_that_does_not_answer_is_waited_for_a_minute_and_then_named()
    {
        using var host = Host("Host=127.0.0.1;Port=1;Username=me;Password=hidden;Database=d");
        var start = host.StartAsync();
        await _log.SaysAsync("does not answer yet");

        var fault = await Assert.ThrowsAsync<PersistenceException>(() => PassingAsync(start, TimeSpan.FromSeconds(61)));
        Assert.Contains("DATABASE_URL", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", _log.Text + fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_refuses_is_named_at_once()
    {
        var server = await PostgresServer.Shared;
        using var host = Host(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "missing" }.ConnectionString);

        var fault = await Assert.ThrowsAsync<PersistenceException>(() => host.StartAsync().Soon());
        Assert.Contains("DATABASE_URL", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_migrates_has_the_lock_and_the_others_wait_for_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = NpgsqlDataSource.Create(database.ConnectionString);
        await using var migrating = await first.OpenConnectionAsync();
        await ScalarAsync(migrating, $"SELECT pg_advisory_lock({Schema.LockKey})");
        using var host = Host(database.ConnectionString);
        var start = host.StartAsync();

        await using var looking = await first.OpenConnectionAsync();
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (await ScalarAsync(looking, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") is not 1L)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        Assert.False(start.IsCompleted);
        Assert.Equal(0L, await ScalarAsync(looking, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));

        await ScalarAsync(migrating, $"SELECT pg_advisory_unlock({Schema.LockKey})");
        await start.Soon();
        Assert.Equal(0L, await ScalarAsync(looking, "SELECT count(*) FROM inbox_messages"));
        await host.StopAsync();
    }

    [Fact]
    [Trait("Category", "Full")] // It waits for the lock twice, 10 s each time.
    public async Task Whoever_waits_for_the_lock_says_so_and_in_the_end_gives_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var frozen = new NpgsqlConnection(database.ConnectionString);
        await frozen.OpenAsync();
        await ScalarAsync(frozen, $"SELECT pg_advisory_lock({Schema.LockKey})");
        using var host = Host(database.ConnectionString);
        var start = host.StartAsync();
        await _log.SaysAsync("Another process has been migrating it");

        var fault = await Assert.ThrowsAsync<PersistenceException>(() => PassingAsync(start, TimeSpan.FromSeconds(61)));
        Assert.Contains("Another process has been migrating it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_ends_the_connection_while_it_is_migrated_is_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connections = NpgsqlDataSource.Create(database.ConnectionString);
        await using var looking = await connections.OpenConnectionAsync();
        await using var blocking = await connections.OpenConnectionAsync();
        await using var obstacle = await blocking.BeginTransactionAsync();
        await ScalarAsync(blocking, "CREATE TABLE inbox_messages (other int)");
        using var host = Host(database.ConnectionString);
        var start = host.StartAsync();
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (await ScalarAsync(looking, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is not > 0L)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        await _log.SaysAsync("does not answer yet");
        await obstacle.RollbackAsync();
        await PassingAsync(start, TimeSpan.FromSeconds(1));
        await host.StopAsync();
    }

    public void Dispose() => _log.Dispose();

    // What is told is told before the pause begins that has to pass.
    private async Task PassingAsync(Task start, TimeSpan time)
    {
        using var limit = new CancellationTokenSource(2 * Patience.Limit, TimeProvider.System);
        while (!start.IsCompleted)
        {
            _time.Advance(time);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        await start;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private IHost Host(string connectionString)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Pipeline", connectionString)]);
        builder.Services.AddSingleton<TimeProvider>(_time).AddLogging(logging => logging.AddProvider(_log));
        builder.Services.AddPipelinePersistence(builder.Configuration);
        return builder.Build();
    }
}

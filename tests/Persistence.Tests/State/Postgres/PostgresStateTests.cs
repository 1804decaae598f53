using Npgsql;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.State.Postgres;

/// <summary>State in PostgreSQL, whose outbox takes the bus for a broker's.</summary>
public sealed class PostgresStateTests : StateTests
{
    private TestDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = _database.ConnectionString, ["RabbitMq:Url"] = "amqp://a-broker.invalid" };

    [Fact]
    public async Task A_batch_that_cannot_be_sent_holds_up_no_other_and_is_given_up_in_the_end()
    {
        await using var host = await StartAsync(sending: false);
        await ExecuteAsync($"INSERT INTO outbox_batches (created_at, messages) SELECT '{Time.GetUtcNow():O}'::timestamptz, '0' FROM generate_series(1, 60)");
        await host.DepositAsync("a", 5);
        await host.Log.SaysAsync("could not be sent now");
        host.Sends.AreBroken = false;
        Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal([1, 2, 3], (await host.Observations.UntilAsync(3)).Cast<Deposited>().Select(deposited => deposited.Number));
        Time.Advance(TimeSpan.FromDays(15));
        await host.Log.SaysAsync("Batch 60 of the outbox is given up");
    }

    public override async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await ExecuteAsync(TestModel.Tables);
    }

    public override async Task DisposeAsync() => await _database.DisposeAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

using Npgsql;
using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.State.Postgres;

/// <summary>One process with a database and without a broker: what its bus had is sent again after a restart.</summary>
public sealed class InMemoryOutboxTests : StateTests
{
    private TestDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = _database.ConnectionString };

    [Fact]
    public async Task A_message_whose_consumer_a_stop_cancels_is_delivered_again_by_the_next_host()
    {
        await using (var stopping = await StartAsync(observing: false))
        {
            await stopping.Store.ChangeAsync(change => change.SendAsync(new Uri("exchange:observer"), new Deposited("a", 1, 1), default), default);
            await stopping.Observations.Begun.Soon();
            await stopping.StopAsync().Soon();
            Assert.Empty(stopping.Observations.All);
        }

        Time.Advance(TimeSpan.FromSeconds(11));
        await using var host = await StartAsync();
        Assert.Equal(new Deposited("a", 1, 1), Assert.Single(await host.Observations.UntilAsync(1)));
        await Patience.UntilAsync(async () => await BatchesAsync() == 0, "the outbox to be empty");
    }

    [Fact]
    public async Task What_waits_for_its_consumer_is_not_sent_again_meanwhile()
    {
        await using var host = await StartAsync(observing: false);
        await host.DepositAsync("a", 5);
        await host.Receipts.UntilAsync("deposits", 1);
        Time.Advance(TimeSpan.FromSeconds(11));
        Time.Advance(TimeSpan.FromSeconds(11));
        host.Observations.Open.SetResult();
        await host.DepositAsync("b", 5);

        var observed = (await host.Observations.UntilAsync(6)).Cast<Deposited>().ToList();
        Assert.Equal([1, 2, 3], observed.Where(deposited => deposited.Account == "a").Select(deposited => deposited.Number));
    }

    [Fact]
    public async Task A_message_that_ends_its_host_is_not_sent_at_every_start_forever()
    {
        await using (var host = await StartAsync(sending: false))
        {
            await host.DepositAsync("a", 1);
            await host.Receipts.UntilAsync("deposits", 1);
        }

        Time.Advance(TimeSpan.FromSeconds(11));
        for (var restart = 0; restart < Resends.Most; restart++)
        {
            await using var host = await StartAsync(sending: false);
            await host.Log.SaysAsync("of the outbox could not be sent");
            Assert.DoesNotContain("is given up", host.Log.Text, StringComparison.Ordinal);
        }

        await using var last = await StartAsync();
        await last.Log.SaysAsync("is given up: it was never consumed");
        await Patience.UntilAsync(async () => await BatchesAsync() == 0, "the outbox to be empty");
    }

    public override async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await ScalarAsync(TestModel.Tables);
    }

    public override async Task DisposeAsync() => await _database.DisposeAsync();

    private async Task<long> BatchesAsync() => (long)(await ScalarAsync("SELECT count(*) FROM outbox_batches"))!;

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

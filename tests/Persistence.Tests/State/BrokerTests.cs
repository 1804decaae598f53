using Npgsql;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.State;

/// <summary>State transactions as they run distributed: a real broker, a real database.</summary>
public sealed class BrokerTests
{
    [Fact]
    public async Task Messages_have_one_effect_and_what_they_send_arrives_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var tables = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var command = tables.CreateCommand(TestModel.Tables)) await command.ExecuteNonQueryAsync();
        var broker = await RabbitMqBroker.Shared;
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = database.ConnectionString, ["RabbitMq:Url"] = $"{broker.Url}" };
        await using var host = await StateHost.StartAsync(settings, TimeProvider.System, broker: broker.Url).Soon();

        var id = Guid.NewGuid();
        for (var delivery = 0; delivery < 3; delivery++) await host.DepositAsync("a", 5, id);
        await host.Receipts.UntilAsync("deposits", 3);
        var counter = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.IncrementAsync(counter)));
        await host.Receipts.UntilAsync("counters", 30);
        var observed = await host.Observations.UntilAsync(33);

        Assert.Empty(host.Receipts.Faults);
        Assert.Equal(5, await host.BalanceAsync("a"));
        Assert.Equal([1, 2, 3], observed.OfType<Deposited>().Select(deposited => deposited.Number));
        Assert.Equal(Enumerable.Range(1, 30), observed.OfType<Counted>().Select(counted => counted.Count).Order());
        await UntilEmptyAsync(tables);
    }

    // What has been sent leaves the outbox.
    private static async Task UntilEmptyAsync(NpgsqlDataSource tables)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        await using var command = tables.CreateCommand("SELECT count(*) FROM outbox_batches");
        while (await command.ExecuteScalarAsync(limit.Token) is not 0L) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
    }
}

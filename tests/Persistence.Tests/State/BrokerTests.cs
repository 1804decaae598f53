using Npgsql;
using Pipeline.Persistence.State;
using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using RabbitMQ.Client;

namespace Pipeline.Persistence.Tests.State;

/// <summary>State transactions as they run distributed: a real broker, a real database.</summary>
public sealed class BrokerTests
{
    [Fact]
    public async Task Messages_have_one_effect_and_what_they_send_arrives_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var tables = NpgsqlDataSource.Create(database.ConnectionString);
        await using var virtualHost = await TestVirtualHost.CreateAsync();
        await using var host = await StartAsync(tables, virtualHost.Url, TimeProvider.System);

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

    [Fact]
    public async Task A_command_whose_queue_is_gone_is_kept_and_sent_once_the_queue_is_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var tables = NpgsqlDataSource.Create(database.ConnectionString);
        await using var virtualHost = await TestVirtualHost.CreateAsync();
        var time = new ManualTime();
        await using var host = await StartAsync(tables, virtualHost.Url, time);
        await using var connection = await new ConnectionFactory { Uri = virtualHost.Url }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel);
        await channel.QueueDeleteAsync("orders");

        await host.Store.ChangeAsync(change => change.SendAsync(new Uri("exchange:orders"), new Deposited("a", 1, 1), default), default);
        await host.Log.SaysAsync("could not be sent now");
        Assert.Equal(1L, await BatchesAsync(tables));

        await DeclareAsync(channel);
        time.Advance(OutboxDelivery.Limit + StateSweeper.Interval);
        await Patience.UntilAsync(async () => await channel.MessageCountAsync("orders") == 1);
        await UntilEmptyAsync(tables);
    }

    [Fact]
    public async Task An_event_that_nobody_listens_to_leaves_the_outbox()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var tables = NpgsqlDataSource.Create(database.ConnectionString);
        await using var virtualHost = await TestVirtualHost.CreateAsync();
        await using var host = await StartAsync(tables, virtualHost.Url, TimeProvider.System);
        await using var connection = await new ConnectionFactory { Uri = virtualHost.Url }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeUnbindAsync("observer", "Pipeline.Persistence.Tests.State.Hosting:Deposited", "");

        await host.DepositAsync("a", 5);

        // It publishes two and sends a third.
        Assert.Equal(3, Assert.IsType<Deposited>(Assert.Single(await host.Observations.UntilAsync(1))).Number);
        await UntilEmptyAsync(tables);
    }

    private static async Task<StateHost> StartAsync(NpgsqlDataSource tables, Uri broker, TimeProvider time)
    {
        await using (var command = tables.CreateCommand(TestModel.Tables)) await command.ExecuteNonQueryAsync();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = tables.ConnectionString, ["RabbitMq:Url"] = $"{broker}" };
        return await StateHost.StartAsync(settings, time, broker: broker).Soon();
    }

    // Its exchange has no binding but to a queue of the same name, as a command's.
    private static async Task DeclareAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync("orders", ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("orders", "orders", "");
    }

    private static async Task<object?> BatchesAsync(NpgsqlDataSource tables)
    {
        await using var command = tables.CreateCommand("SELECT count(*) FROM outbox_batches");
        return await command.ExecuteScalarAsync();
    }

    // What has been sent leaves the outbox.
    private static Task UntilEmptyAsync(NpgsqlDataSource tables) => Patience.UntilAsync(async () => await BatchesAsync(tables) is 0L, "the outbox to be empty");
}

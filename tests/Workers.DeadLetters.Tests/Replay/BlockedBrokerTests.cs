using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.Transport.RabbitMq;
using Pipeline.Workers.DeadLetters.Replay;
using RabbitMQ.Client;

namespace Pipeline.Workers.DeadLetters.Tests.Replay;

public sealed class BlockedBrokerTests
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task A_replay_to_a_broker_that_takes_nothing_ends_and_says_so()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using (var connection = await new ConnectionFactory { Uri = broker.Url }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync("commands", ExchangeType.Fanout);
        }

        await broker.ControlAsync("set_vm_memory_high_watermark", "0.00001");
        var time = new ManualTime();

        var sending = new BrokerSender(BrokerAddress.Parse(broker.Url), time).SendAsync("commands", new DeadMessage { Body = [1] }, default);
        await IsBlockedAsync(broker);
        time.Advance(TimeSpan.FromSeconds(11));

        var fault = await Assert.ThrowsAsync<NotSentException>(() => sending.Soon());
        Assert.Contains("takes nothing at the moment", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Waits until the broker reads no more from a publisher, as it has published.</summary>
    private static async Task IsBlockedAsync(RabbitMqBroker broker)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!(await broker.ControlAsync("list_connections", "state")).Contains("blocked", StringComparison.Ordinal)) limit.Token.ThrowIfCancellationRequested();
    }
}

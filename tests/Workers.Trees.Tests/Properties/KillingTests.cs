using Pipeline.TestKit.Brokers;
using Pipeline.Transport.Bus;
using Pipeline.Transport.RabbitMq;
using Pipeline.Workers.Trees.Tests.Hosting;
using RabbitMQ.Client;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>Workers that are killed: nothing is lost, nothing runs twice, order holds, and nothing becomes a dead letter.</summary>
[Trait("Category", "Full")]
public sealed class KillingTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public async Task Workers_that_are_killed_lose_nothing(int seed)
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var place = await StatePlace.PostgresAsync();
        await using var killings = new Killings(seed, place.Settings.Append(new("RabbitMq:Url", $"{broker.Url}")).ToDictionary());
        await killings.RunAsync();

        await using var connection = await new ConnectionFactory { Uri = broker.Url }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        string[] queues = [FaultQueues.DeliveryLimit, $"{CommandExchanges.MessageTrees}_error", $"{CommandExchanges.MessageTrees}_skipped"];
        foreach (var queue in queues) Assert.Equal(0u, await channel.MessageCountAsync(queue));
    }
}

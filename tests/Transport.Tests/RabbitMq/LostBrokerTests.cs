using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.Transport.RabbitMq;
using RabbitMQ.Client;

namespace Pipeline.Transport.Tests.RabbitMq;

/// <summary>What a connection of ours does when its broker is gone.</summary>
public sealed class LostBrokerTests
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    [Fact]
    public async Task However_much_waits_to_be_written_all_who_publish_learn_of_it_and_so_does_the_connection()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        var factory = BrokerAddress.Parse(broker.Url).ToFactory();
        factory.AutomaticRecoveryEnabled = false;
        var connection = await factory.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(Confirming);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };

        await broker.FreezeAsync();
        var publishing = Enumerable.Range(0, 1000).Select(_ => PublishAsync(channel)).ToList();
        await broker.KillAsync();

        Assert.All(await Task.WhenAll(publishing).Soon(), Assert.NotNull);
        await lost.Task.Soon();
    }

    // More than the buffers of both sockets hold.
    private static Task<Exception?> PublishAsync(IChannel channel) =>
        Record.ExceptionAsync(async () => await channel.BasicPublishAsync("amq.fanout", "", new byte[100_000]));
}

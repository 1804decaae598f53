using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Providers;
using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit.Brokers;
using Pipeline.Transport.Bus;
using Pipeline.Transport.RabbitMq;
using Pipeline.Workers.DeadLetters.Replay;
using Pipeline.Workers.DeadLetters.Tests.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Workers.DeadLetters.Tests.Collection;

public sealed class BrokerCollectionTests : CollectionTests, IAsyncLifetime
{
    private TestVirtualHost _broker = null!;

    public async Task InitializeAsync() => _broker = await TestVirtualHost.CreateAsync();

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task What_the_delivery_limit_gives_up_is_kept_with_its_queue()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var limited = await QueueLikeACommandQueueAsync(channel);
        await channel.BasicPublishAsync("", limited, body: "kills its worker"u8.ToArray());

        // As a worker that dies of it each time: it comes back undone until the limit is passed.
        var letter = host.LetterAsync();
        var deliveries = 0;
        while (!letter.IsCompleted)
        {
            if (await channel.BasicGetAsync(limited, autoAck: false) is not { } delivery) continue;

            deliveries++;
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        }

        var kept = await letter;
        Assert.Equal((limited, "DeliveryLimit", deliveries), (kept.Queue, kept.Error.Type, kept.Attempts));
        Assert.Equal("kills its worker"u8.ToArray(), (await host.Store.FindAsync(kept.Id, default))!.Message.Body);
    }

    [Fact]
    public async Task A_message_is_acked_only_when_it_is_stored()
    {
        await using (var host = await DeadLettersHost.StartAsync(_ => throw new InvalidOperationException("out of order"), _broker.Url, services => services.BreakStore()))
        {
            await host.Get<Transport.Bus.CommandSender>().SendAsync(OrderConsumerDefinition.Queue, new Order("five apples"), default);
            await host.Log.SaysAsync("could not be stored; it stays in the broker");
        }

        await using var mended = await StartAsync(_ => Task.CompletedTask);
        Assert.Equal("out of order", (await mended.LetterAsync()).Error.Message);
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_told()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);

        var fault = await Assert.ThrowsAsync<NotSentException>(() => host.Get<IRawSender>().SendAsync("gone", new DeadMessage { Body = [1] }, default));

        Assert.Contains("gone", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_queues_have_no_limit_and_no_dead_letter_exchange_of_their_own()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);
        await using var connection = await ConnectAsync();

        foreach (var queue in FaultQueues.Of(new CommandQueues(ProviderCatalogue.BuiltIn.All.Take(1))))
        {
            // Declaring a queue with other arguments than it has is refused.
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            Assert.Equal("PRECONDITION_FAILED", (await Assert.ThrowsAsync<OperationInterruptedException>(() => channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-dead-letter-exchange"] = "other" })))
                .ShutdownReason!.ReplyText.Split(' ')[0]);
        }
    }

    private protected override Task<DeadLettersHost> StartAsync(Func<ConsumeContext<Order>, Task> consume, Action<IServiceCollection>? configure = null) =>
        DeadLettersHost.StartAsync(consume, _broker.Url, configure);

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = _broker.Url }.CreateConnectionAsync();

    /// <summary>A queue of the test's own, so that no consumer of the system takes its messages.</summary>
    private static async Task<string> QueueLikeACommandQueueAsync(IChannel channel)
    {
        const string name = "limited";
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, Topology.CommandQueueArguments(name).ToDictionary());
        return name;
    }
}

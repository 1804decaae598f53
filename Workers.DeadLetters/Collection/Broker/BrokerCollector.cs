using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Bus;
using Pipeline.Transport.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Workers.DeadLetters.Collection.Broker;

/// <summary>
/// Empties the broker's fault queues into the store: insert, then ack. Reads them without MassTransit, which
/// could not deliver what nobody can parse.
/// </summary>
internal sealed class BrokerCollector(
    BrokerAddress broker,
    CommandQueues queues,
    Collector collector,
    TimeProvider time,
    ILogger<BrokerCollector> log) : BackgroundService
{
    // Each may have 32 MiB and more.
    private const ushort Prefetch = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryCollectAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not acked stays in the broker.
        }
    }

    private async Task TryCollectAsync(CancellationToken stopping)
    {
        try
        {
            await CollectAsync(stopping);
            log.LogWarning("The connection that collects dead letters is lost; opening another");
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // Whatever it is, as the client has many: a call that the broker does not answer in time ends as cancelled.
            log.LogWarning("Dead letters cannot be collected yet: {Reason}", (fault.InnerException ?? fault).Message);
        }
    }

    /// <summary>Collects until the channel is closed; whatever closes it, a fresh connection mends it.</summary>
    private async Task CollectAsync(CancellationToken stopping)
    {
        var factory = broker.ToFactory();
        (factory.ClientProvidedName, factory.AutomaticRecoveryEnabled) = ("dead-letters", false);
        await using var connection = await factory.CreateConnectionAsync(stopping);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicQosAsync(prefetchSize: 0, Prefetch, global: true, stopping);
        foreach (var queue in FaultQueues.Of(queues))
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) => KeepAsync(channel, BrokerFailure.Read(queue, delivery), delivery.DeliveryTag, stopping);
            await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stopping);
        }

        await closed.Task.WaitAsync(stopping);
    }

    private async Task KeepAsync(IChannel channel, RawFailure failure, ulong tag, CancellationToken stopping)
    {
        try
        {
            await collector.CollectAsync(failure, stopping);
            await channel.BasicAckAsync(tag, multiple: false, stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested && channel.IsOpen)
        {
            log.LogError(fault, "A dead letter from {Queue} could not be stored; it stays in the broker", failure.Queue);
            await Task.Delay(Pause, time, stopping);
            await channel.BasicNackAsync(tag, multiple: false, requeue: true, stopping);
        }
    }
}

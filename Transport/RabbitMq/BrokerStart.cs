using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.RabbitMq.Frames;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Declares the topology and begins to receive frames, before the bus starts. Waits for a broker that is
/// not there yet: roles and broker may start in any order.
/// </summary>
internal sealed class BrokerStart(
    FrameConnection connection,
    RabbitMqFrameInbox inbox,
    TimeProvider time,
    ILogger<BrokerStart> log) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly CreateChannelOptions Plain = new(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var channel = await OpenAsync(cancellationToken);
        await DeclareAsync(channel, cancellationToken);
        await inbox.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await connection.OpenChannelAsync(Plain, cancellationToken);
            }
            catch (BrokerUnreachableException fault)
            {
                log.LogWarning("The broker (RABBITMQ_URL) cannot be reached yet: {Reason}", (fault.InnerException ?? fault).Message);
                await Task.Delay(Patience, time, cancellationToken);
            }
        }
    }

    private static async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var queue in FaultQueues.All) await DeclareAsync(channel, queue, [], cancellationToken);
        foreach (var queue in Topology.CommandQueues)
            await DeclareAsync(channel, queue, Topology.CommandQueueArguments(queue).ToDictionary(), cancellationToken);
    }

    private static async Task DeclareAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, queue, routingKey: "", cancellationToken: cancellationToken);
    }
}

using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus;
using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Every command exchange and queue there is, with their arguments. Each role declares all of it at
/// start, so that whoever starts first, a confirmed command has a queue to lie in.
/// </summary>
internal static class Topology
{
    /// <summary>Takes what the delivery limit gave up.</summary>
    public const string DeadLetters = "dead-letters";

    // Deliveries before a message is given up, in its queue and in quarantine together. It counts innocents too:
    // what a worker had fetched when it went comes back with a higher count.
    private const int DeliveryLimit = 8;
    private const int DeliveryLimitInQuarantine = 5;

    private static readonly string[] Queues = [.. ProviderNames.All.Select(CommandExchanges.CompleteMessage)];

    /// <summary>The command queues and their quarantines; each is fed by a fan-out exchange of the same name.</summary>
    public static IReadOnlyList<string> CommandQueues { get; } = [.. Queues, .. Queues.Select(CommandExchanges.Quarantine)];

    /// <summary>
    /// Arguments of a command queue. At-least-once dead-lettering needs <c>reject-publish</c>, and keeps
    /// a message in its queue until the dead-letter queue has confirmed it.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> CommandQueueArguments(string queue) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = Queues.Contains(queue) ? DeliveryLimit : DeliveryLimitInQuarantine,
        ["x-dead-letter-exchange"] = DeadLetters,
        ["x-dead-letter-routing-key"] = queue,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Declares everything; what is there already is left as it is.</summary>
    public static async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(DeadLetters, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(DeadLetters, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(DeadLetters, DeadLetters, routingKey: "", cancellationToken: cancellationToken);

        foreach (var queue in CommandQueues)
        {
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, CommandQueueArguments(queue).ToDictionary(), cancellationToken: cancellationToken);
            await channel.QueueBindAsync(queue, queue, routingKey: "", cancellationToken: cancellationToken);
        }
    }
}

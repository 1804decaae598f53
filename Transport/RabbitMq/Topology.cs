using MassTransit;
using Pipeline.Transport.Bus;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Every command exchange and queue there is, with their arguments. Each role declares all of it at
/// start, so that whoever starts first, a confirmed command has a queue to lie in.
/// </summary>
internal static class Topology
{
    /// <summary>
    /// Deliveries before a message is given up. It counts innocents too: what a worker had prefetched
    /// when it went comes back with a higher count.
    /// </summary>
    public const int DeliveryLimit = 8;

    /// <summary>The command queues; each is fed by a fan-out exchange of the same name.</summary>
    public static IReadOnlyList<string> CommandQueues { get; } = CommandExchanges.Durable;

    /// <summary>
    /// Arguments of a command queue. At-least-once dead-lettering needs <c>reject-publish</c>, and keeps
    /// a message in its queue until the dead-letter queue has confirmed it.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> CommandQueueArguments(string queue) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = FaultQueues.DeliveryLimit,
        ["x-dead-letter-routing-key"] = queue,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>
    /// Takes from a fault queue's settings what it would inherit from its endpoint's. What is left is a classic
    /// durable queue: without a limit, which quorum queues have by default from RabbitMQ 4 on.
    /// </summary>
    public static void ClearFaultQueueArguments(IRabbitMqQueueConfigurator queue)
    {
        foreach (var key in CommandQueueArguments("").Keys) queue.SetQueueArgument(key, null!);
    }
}

using MassTransit;
using Pipeline.Transport.Bus;
using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Every command exchange and queue there is, with their arguments. Each role declares all of it at
/// start, so that whoever starts first, a confirmed command has a queue to lie in.
/// </summary>
internal static class Topology
{
    /// <summary>
    /// Returns of a message after which it is given up. It counts innocents too: what a worker had fetched when it
    /// went comes back with a higher count.
    /// </summary>
    public const int DeliveryLimit = 8;

    /// <summary>The same in quarantine. There a message is alone: whoever dies of it, dies of it.</summary>
    public const int DeliveryLimitInQuarantine = 2;

    /// <summary>
    /// Requests that may lie about unanswered where no optimizer runs. Nobody waits for those but the last few, so
    /// that further ones are refused, and go to a model at once.
    /// </summary>
    public const int MaxLocalAnswers = 1000;

    /// <summary>
    /// Arguments of a command queue. At-least-once dead-lettering needs <c>reject-publish</c>, and keeps
    /// a message in its queue until the dead-letter queue has confirmed it.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> CommandQueueArguments(string queue)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = CommandExchanges.IsQuarantine(queue) ? DeliveryLimitInQuarantine : DeliveryLimit,
            ["x-dead-letter-exchange"] = FaultQueues.DeliveryLimit,
            ["x-dead-letter-routing-key"] = CommandExchanges.OutsideQuarantine(queue),
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        if (queue == CommandExchanges.AnswerLocally) arguments["x-max-length"] = MaxLocalAnswers;
        return arguments;
    }

    /// <summary>
    /// Declares everything, each queue with a fan-out exchange of the same name that feeds it; what is there
    /// already is left as it is.
    /// </summary>
    public static async Task DeclareAsync(IChannel channel, CommandQueues queues, CancellationToken cancellationToken)
    {
        foreach (var queue in FaultQueues.Of(queues)) await DeclareAsync(channel, queue, [], cancellationToken);
        foreach (var queue in queues.All) await DeclareAsync(channel, queue, CommandQueueArguments(queue).ToDictionary(), cancellationToken);
    }

    /// <summary>
    /// Takes from a fault queue's settings what it would inherit from its endpoint's. What is left is a classic
    /// durable queue: without a limit, which quorum queues have by default from RabbitMQ 4 on.
    /// </summary>
    public static void ClearFaultQueueArguments(IRabbitMqQueueConfigurator queue)
    {
        foreach (var key in CommandQueueArguments(CommandExchanges.AnswerLocally).Keys) queue.SetQueueArgument(key, null!);
    }

    private static async Task DeclareAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, queue, routingKey: "", cancellationToken: cancellationToken);
    }
}

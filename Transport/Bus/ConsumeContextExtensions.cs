using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Pipeline.Transport.Bus;

/// <summary>What a consumer asks of its delivery.</summary>
public static class ConsumeContextExtensions
{
    /// <summary>
    /// Delivery attempt, from 1. A quorum queue counts earlier deliveries in <c>x-delivery-count</c>;
    /// the in-memory transport never redelivers.
    /// </summary>
    public static int DeliveryAttempt(this ConsumeContext context) =>
        1 + (context.ReceiveContext.TransportHeaders.Get<int>("x-delivery-count") ?? 0);

    /// <summary>Whether the delivery's connection is lost, so that the broker delivers the message again.</summary>
    public static bool IsLost(this ReceiveContext context) => context.TryGetPayload<ChannelContext>(out var channel) && channel.Channel.IsClosed;

    /// <summary>Lets go what had been fetched and was not begun when the connection was lost. Of such deliveries the bus cancels only those that it had begun.</summary>
    /// <exception cref="OperationCanceledException">The delivery's connection is lost.</exception>
    public static void ThrowIfLost(this ConsumeContext context)
    {
        if (context.ReceiveContext.IsLost()) throw new OperationCanceledException("The delivery's connection is lost.", context.CancellationToken);
    }
}

using MassTransit;

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
}

using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Pipeline.Transport.Bus.Quarantine;

/// <summary>
/// Moves a message that comes for the third time into its queue's quarantine, where it is alone. What takes a
/// process down takes down everything that the process had fetched, and all of that counts as delivered: in
/// the same queue the innocent would reach the delivery limit together with the guilty.
/// </summary>
internal sealed class QuarantineFilter(string queue) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        if (context.DeliveryAttempt() < CommandExchanges.SuspectFrom)
        {
            await next.Send(context);
            return;
        }

        var quarantine = await context.GetSendEndpoint(new Uri($"exchange:{CommandExchanges.Quarantine(queue)}"));
        var moved = new Moved();
        await quarantine.Send(moved, Pipe.Execute<SendContext<Moved>>(send => Copy(send, context)), context.CancellationToken);

        // What nobody has consumed would be moved once more, to the skipped ones.
        await context.ReceiveContext.NotifyConsumed(new MessageConsumeContext<Moved>(context, moved), TimeSpan.Zero, nameof(QuarantineFilter));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");

    // As it came, whatever its type: envelope and all.
    private static void Copy(SendContext<Moved> send, ConsumeContext received)
    {
        send.MessageId = received.MessageId;
        send.CorrelationId = received.CorrelationId;
        send.Serializer = new CopyBodySerializer(received.ReceiveContext.ContentType ?? SystemTextJsonMessageSerializer.JsonContentType, received.ReceiveContext.Body);
        if (send.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
    }

    /// <summary>Stands for the message, whose type its envelope names.</summary>
    internal sealed record Moved;
}

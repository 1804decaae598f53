using MassTransit;

namespace Pipeline.Transport.Bus.Quarantine;

/// <summary>
/// Moves a message that comes for the third time into its queue's quarantine, where it is alone. What takes a
/// process down takes down everything that the process had fetched, and all of that counts as delivered: in
/// the same queue the innocent would reach the delivery limit together with the guilty.
/// </summary>
internal sealed class QuarantineFilter<TMessage>(string queue) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        if (context.DeliveryAttempt() < CommandExchanges.SuspectFrom)
        {
            await next.Send(context);
            return;
        }

        var quarantine = await context.GetSendEndpoint(new Uri($"exchange:{CommandExchanges.Quarantine(queue)}"));
        await quarantine.Send(context.Message, Pipe.Execute<SendContext<TMessage>>(send => Address(send, context)), context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");

    private static void Address(SendContext<TMessage> send, ConsumeContext<TMessage> received)
    {
        send.MessageId = received.MessageId;
        send.CorrelationId = received.CorrelationId;
        if (send.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
    }
}

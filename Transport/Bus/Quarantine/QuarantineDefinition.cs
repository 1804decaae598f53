using MassTransit;

namespace Pipeline.Transport.Bus.Quarantine;

/// <summary>The quarantine of a queue: one message at a time, and none fetched ahead.</summary>
public abstract class QuarantineDefinition<TConsumer, TMessage> : ConsumerDefinition<QuarantineConsumer<TConsumer, TMessage>>
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class
{
    /// <param name="queue">The queue whose suspects it takes.</param>
    protected QuarantineDefinition(string queue)
    {
        EndpointName = CommandExchanges.Quarantine(queue);
        ConcurrentMessageLimit = 1;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<QuarantineConsumer<TConsumer, TMessage>> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.PrefetchCount = 1;
    }
}

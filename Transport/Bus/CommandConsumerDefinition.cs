using MassTransit;
using Pipeline.Transport.Bus.Quarantine;

namespace Pipeline.Transport.Bus;

/// <summary>The endpoint of a command queue: its limits, and the way into quarantine for what keeps coming back.</summary>
/// <param name="queue">Name of the queue and of its exchange.</param>
public abstract class CommandConsumerDefinition<TConsumer, TMessage>(string queue) : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class
{
    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        EndpointOptions.Limit(endpointConfigurator, typeof(TMessage).Name, context, endpointConfigurator is IRabbitMqReceiveEndpointConfigurator ? 128 : 1024);
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.UseFilter(new QuarantineFilter<TMessage>(queue));
    }
}

using MassTransit;

namespace Pipeline.Workers.Nim.Cancellation;

/// <summary>An endpoint of this instance alone, which vanishes with it.</summary>
internal sealed class CancelWorkConsumerDefinition : ConsumerDefinition<CancelWorkConsumer>
{
    public CancelWorkConsumerDefinition(WorkInProgress works)
    {
        Endpoint(endpoint =>
        {
            endpoint.Name = works.CancelExchange;
            endpoint.Temporary = true;
        });
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<CancelWorkConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = false;

        // Nobody could use them later: they are for work of this instance, and it ends with it.
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}

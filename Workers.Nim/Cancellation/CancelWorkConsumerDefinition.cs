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
        IRegistrationContext context) => endpointConfigurator.ConfigureConsumeTopology = false;
}

using MassTransit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Nim.Cancellation;

/// <summary>An endpoint of this instance alone, which vanishes with it.</summary>
internal sealed class CancelWorkConsumerDefinition : ConsumerDefinition<CancelWorkConsumer>
{
    private readonly WorkInProgress _works;

    public CancelWorkConsumerDefinition(WorkInProgress works)
    {
        _works = works;
        Endpoint(endpoint =>
        {
            endpoint.Name = $"{CommandExchanges.CancelWork}.{works.Instance}";
            endpoint.Temporary = true;
        });
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<CancelWorkConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.BindInstance(CommandExchanges.CancelWork, _works.Instance);

        // Nobody could use them later: they are for work of this instance, and it ends with it.
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}

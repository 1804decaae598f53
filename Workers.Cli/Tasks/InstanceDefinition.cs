using MassTransit;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>An endpoint of this instance alone, which vanishes with it: for what is told to all workers.</summary>
internal sealed class InstanceDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public InstanceDefinition() => Endpoint(endpoint =>
    {
        endpoint.Name = $"{KebabCaseEndpointNameFormatter.Instance.Consumer<TConsumer>()}.{Guid.NewGuid():N}";
        endpoint.Temporary = true;
    });

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        // Nobody could use them later: what they say is said again, or is in the store.
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}

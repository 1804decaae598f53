using MassTransit;
using Pipeline.Contracts.Trees;

namespace Pipeline.Transport.Viewing;

/// <summary>Hears of changes of nodes.</summary>
internal sealed class NodeChangedConsumer(NodeWatches watches) : IConsumer<NodeChanged>
{
    public Task Consume(ConsumeContext<NodeChanged> context)
    {
        watches.Tell(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>An endpoint of this instance alone, which vanishes with it.</summary>
internal sealed class NodeChangedConsumerDefinition : ConsumerDefinition<NodeChangedConsumer>
{
    public NodeChangedConsumerDefinition() => Endpoint(endpoint =>
    {
        endpoint.Name = $"node-changes.{Guid.NewGuid():N}";
        endpoint.Temporary = true;
    });

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<NodeChangedConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}

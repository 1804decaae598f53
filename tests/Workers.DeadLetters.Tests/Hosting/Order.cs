using MassTransit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.DeadLetters.Tests.Hosting;

/// <summary>A message of the tests' own.</summary>
public sealed record Order(string Text);

/// <summary>A message that nobody consumes.</summary>
public sealed record UnknownOrder(string Text);

internal sealed class OrderConsumer(Func<ConsumeContext<Order>, Task> consume) : IConsumer<Order>
{
    public Task Consume(ConsumeContext<Order> context) => consume(context);
}

/// <summary>Takes the place of the model worker, at a queue that the topology knows.</summary>
internal sealed class OrderConsumerDefinition : ConsumerDefinition<OrderConsumer>
{
    public static readonly string Queue = CommandExchanges.CompleteMessage("nvidia_nim");

    public OrderConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<OrderConsumer> consumerConfigurator,
        IRegistrationContext context) => endpointConfigurator.ConfigureConsumeTopology = false;
}

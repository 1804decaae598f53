using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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
        var limits = context.GetRequiredService<IOptionsMonitor<EndpointOptions>>().Get(typeof(TMessage).Name);
        endpointConfigurator.ConcurrentMessageLimit = limits.Concurrency;
        endpointConfigurator.PrefetchCount = limits.Prefetch ?? limits.Concurrency;
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.UseFilter(new QuarantineFilter<TMessage>(queue));
    }
}

using MassTransit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.DeadLetters.ModelRequests;

/// <summary>The endpoint at which model workers say what became of requests that nobody waits for.</summary>
internal sealed class ModelRequestOutcomesDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public ModelRequestOutcomesDefinition() => EndpointName = CommandExchanges.ModelRequestOutcomes;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        EndpointOptions.Limit(endpointConfigurator, "ModelRequestOutcomes", context, defaultConcurrency: 4);
        endpointConfigurator.ConfigureConsumeTopology = false;

        // A database that restarts is back within a minute or two; an answer must not become a dead letter meanwhile.
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(100, 1000, 5000, 10_000, 20_000, 30_000, 30_000, 30_000));
    }
}

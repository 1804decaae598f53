using MassTransit;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// The endpoint of one provider's requests. Its limit is set for waiting, not for CPU: a request mostly
/// waits for the model, and the provider's own concurrency is limited in <see cref="Completer"/>.
/// </summary>
internal sealed class CompleteMessageConsumerDefinition : ConsumerDefinition<CompleteMessageConsumer>
{
    public CompleteMessageConsumerDefinition()
    {
        EndpointName = CommandExchanges.CompleteMessage(ProviderNames.NvidiaNim);
        ConcurrentMessageLimit = 1024;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<CompleteMessageConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = ConcurrentMessageLimit!.Value;
        endpointConfigurator.ConfigureConsumeTopology = false;
    }
}

using MassTransit;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>One endpoint for requests, which takes cancellations as well.</summary>
internal sealed class ScriptedWorkerDefinition : ConsumerDefinition<ScriptedWorker>
{
    public ScriptedWorkerDefinition() => EndpointName = CommandExchanges.CompleteMessage("nvidia_nim");

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ScriptedWorker> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ConcurrentMessageLimit = 64;
        endpointConfigurator.PrefetchCount = 64;
        endpointConfigurator.BindInstance(CommandExchanges.CancelWork, WorkerScript.Instance);
    }
}

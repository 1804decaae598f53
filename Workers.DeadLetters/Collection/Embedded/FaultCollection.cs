using MassTransit;
using MassTransit.Middleware;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.DeadLetters.Collection.Embedded;

/// <summary>
/// Makes good what the in-memory transport lacks: its error exchange has no queue, so what fails is collected
/// where it fails, on every command endpoint.
/// </summary>
internal sealed class FaultCollection(Collector collector, CommandQueues queues) : IConfigureReceiveEndpoint
{
    public void Configure(string name, IReceiveEndpointConfigurator configurator)
    {
        if (!queues.All.Contains(name)) return;

        configurator.ConfigureError(pipe =>
        {
            pipe.UseFilter(new GenerateFaultFilter());
            pipe.UseFilter(new CollectFaulted(name, collector));
        });
        configurator.ConfigureDeadLetter(pipe => pipe.UseFilter(new CollectSkipped(name, collector)));
    }
}

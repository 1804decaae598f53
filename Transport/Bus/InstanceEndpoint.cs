using MassTransit;

namespace Pipeline.Transport.Bus;

/// <summary>Endpoints that take what is meant for one instance.</summary>
public static class InstanceEndpoint
{
    /// <summary>
    /// Binds an instance's own, temporary queue to an exchange that outlives it. An exchange for each instance
    /// would be declared anew by whoever sends to an instance that has gone, and stay.
    /// </summary>
    public static void BindInstance(this IReceiveEndpointConfigurator endpoint, string exchange, string instance)
    {
        endpoint.ConfigureConsumeTopology = false;
        switch (endpoint)
        {
            case IRabbitMqReceiveEndpointConfigurator rabbit:
                rabbit.Bind(exchange, binding => (binding.ExchangeType, binding.RoutingKey) = ("direct", instance));
                break;
            case IInMemoryReceiveEndpointConfigurator memory:
                memory.Bind(exchange, MassTransit.Transports.Fabric.ExchangeType.Direct, instance);
                break;
        }
    }
}

using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Transport.Bus.Quarantine;

namespace Pipeline.Transport.Bus;

/// <summary>
/// A command queue that a role consumes. By name rather than by consumer, as MassTransit has it, because one
/// consumer may serve several queues, and how many is a matter of configuration.
/// </summary>
/// <param name="Queue">Name of the queue and of its exchange.</param>
/// <param name="Configure">Configures the endpoint and puts its consumer there.</param>
public sealed record CommandEndpoint(string Queue, Action<IReceiveEndpointConfigurator, IBusRegistrationContext> Configure)
{
    internal void ConfigureIn(IReceiveConfigurator bus, IBusRegistrationContext context) => bus.ReceiveEndpoint(Queue, endpoint =>
    {
        context.GetConfigureReceiveEndpoints().Configure(Queue, endpoint);
        endpoint.ConfigureConsumeTopology = false;
        Configure(endpoint, context);
    });
}

/// <summary>Registers command queues.</summary>
public static class CommandEndpointExtensions
{
    /// <summary>
    /// Adds a consumer for some queues, each with the way into quarantine for what keeps coming back, and the
    /// quarantine itself: one message at a time, and none fetched ahead.
    /// </summary>
    public static IServiceCollection AddCommandConsumer<TConsumer, TMessage>(this IServiceCollection services, IEnumerable<string> queues)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class
    {
        services.RegisterConsumer<TConsumer>();
        foreach (var queue in queues)
        {
            services.AddSingleton(new CommandEndpoint(queue, (endpoint, context) =>
            {
                EndpointOptions.Limit(endpoint, typeof(TMessage).Name, context, endpoint is IRabbitMqReceiveEndpointConfigurator ? 128 : 1024);
                endpoint.UseFilter(new QuarantineFilter<TMessage>(queue));
                endpoint.ConfigureConsumer<TConsumer>(context);
            }));
            services.AddSingleton(new CommandEndpoint(CommandExchanges.Quarantine(queue), (endpoint, context) =>
            {
                (endpoint.ConcurrentMessageLimit, endpoint.PrefetchCount) = (1, 1);
                endpoint.ConfigureConsumer<TConsumer>(context);
            }));
        }

        return services;
    }

    /// <summary>Configures every endpoint of the bus: the command queues, and those that consumers name themselves.</summary>
    internal static void ConfigurePipelineEndpoints<T>(this IBusFactoryConfigurator<T> bus, IBusRegistrationContext context)
        where T : IReceiveEndpointConfigurator
    {
        foreach (var endpoint in context.GetServices<CommandEndpoint>()) endpoint.ConfigureIn(bus, context);
        bus.ConfigureEndpoints(context);
    }
}

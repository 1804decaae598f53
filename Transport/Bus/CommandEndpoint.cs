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
    /// <summary>Adds a consumer for some queues, each an endpoint as <see cref="AddCommandEndpoint"/> says.</summary>
    /// <param name="services">The services.</param>
    /// <param name="queues">The queues.</param>
    /// <param name="concurrency">Messages of a queue that are under way at once, unless configured otherwise; null is for those that mostly wait.</param>
    public static IServiceCollection AddCommandConsumer<TConsumer, TMessage>(this IServiceCollection services, IEnumerable<string> queues, int? concurrency = null)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class
    {
        services.RegisterConsumer<TConsumer>();
        foreach (var queue in queues)
            services.AddCommandEndpoint(queue, typeof(TMessage).Name, concurrency, (endpoint, context) => endpoint.ConfigureConsumer<TConsumer>(context));

        return services;
    }

    /// <summary>
    /// Adds a queue with the way into quarantine for what keeps coming back, and the quarantine itself: one message at a
    /// time, and none fetched ahead.
    /// </summary>
    /// <param name="services">The services, which have the queue's consumers and sagas.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="name">Name of its <see cref="EndpointOptions"/>.</param>
    /// <param name="concurrency">Messages under way at once, unless configured otherwise; null is for those that mostly wait.</param>
    /// <param name="configure">Puts consumers and sagas on the queue, and on its quarantine.</param>
    public static IServiceCollection AddCommandEndpoint(
        this IServiceCollection services, string queue, string name, int? concurrency, Action<IReceiveEndpointConfigurator, IBusRegistrationContext> configure)
    {
        services.AddSingleton(new CommandEndpoint(queue, (endpoint, context) =>
        {
            EndpointOptions.Limit(endpoint, name, context, concurrency ?? (endpoint is IRabbitMqReceiveEndpointConfigurator ? 128 : 1024));
            endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new QuarantineFilter(queue)));
            configure(endpoint, context);
        }));
        return services.AddSingleton(new CommandEndpoint(CommandExchanges.Quarantine(queue), (endpoint, context) =>
        {
            (endpoint.ConcurrentMessageLimit, endpoint.PrefetchCount) = (1, 1);
            configure(endpoint, context);
        }));
    }

    /// <summary>Configures every endpoint of the bus: the command queues, and those that consumers name themselves.</summary>
    internal static void ConfigurePipelineEndpoints<T>(this IBusFactoryConfigurator<T> bus, IBusRegistrationContext context)
        where T : IReceiveEndpointConfigurator
    {
        foreach (var endpoint in context.GetServices<CommandEndpoint>()) endpoint.ConfigureIn(bus, context);
        bus.ConfigureEndpoints(context);
    }
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Transport.Hosting.Health;
using Pipeline.Transport.RabbitMq.Frames;
using Pipeline.Transport.RabbitMq.Sockets;

namespace Pipeline.Transport.RabbitMq;

/// <summary>Both planes over RabbitMQ.</summary>
internal static class RabbitMqExtensions
{
    private const string Publishing = "publishing";
    private const string Consuming = "consuming";

    /// <summary>Adds what runs before the bus: the topology, and this instance's frames.</summary>
    public static IServiceCollection AddRabbitMqFrames(this IServiceCollection services, BrokerAddress broker)
    {
        var instance = Guid.NewGuid();
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(Publishing, (_, _) => new FrameConnection(broker, $"frames-out.{instance:N}"));
        services.AddKeyedSingleton(Consuming, (_, _) => new FrameConnection(broker, $"frames-in.{instance:N}"));
        services.AddSingleton<BrokerState>();
        services.AddSingleton<ITransportState>(provider => provider.GetRequiredService<BrokerState>());
        services.AddSingleton<IFramePump>(provider => new RabbitMqFramePump(
            provider.GetRequiredKeyedService<FrameConnection>(Publishing),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RabbitMqFramePump>>()));
        services.AddSingleton(provider => new RabbitMqFrameInbox(
            new Lazy<CommandSender>(provider.GetRequiredService<CommandSender>),
            instance,
            provider.GetRequiredService<ILogger<RabbitMqFrameInbox>>()));
        services.AddSingleton<IFrameInbox>(provider => provider.GetRequiredService<RabbitMqFrameInbox>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BrokerProbe>(
            provider, provider.GetRequiredKeyedService<FrameConnection>(Publishing)));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<FrameReceiver>(
            provider, provider.GetRequiredKeyedService<FrameConnection>(Consuming)));
        services.AddReceiveObserver(_ => new LostDeliveries());
        services.AddSingleton<EndpointWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<EndpointWatch>());
        services.AddReceiveEndpointObserver(provider => provider.GetRequiredService<EndpointWatch>());
        services.AddHealthChecks().AddCheck<BrokerHealth>("broker", tags: [HealthEndpoints.ReadyTag]);
        return services;
    }

    /// <summary>The bus itself: command queues as <see cref="Topology"/> declares them.</summary>
    public static void UsingPipelineRabbitMq(this IBusRegistrationConfigurator bus, BrokerAddress broker)
    {
        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            if (endpoint is not IRabbitMqReceiveEndpointConfigurator queue || !context.GetRequiredService<CommandQueues>().All.Contains(name)) return;

            foreach (var (key, value) in Topology.CommandQueueArguments(name)) queue.SetQueueArgument(key, value!);
        });
        bus.UsingRabbitMq((context, configurator) =>
        {
            configurator.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, host =>
            {
                broker.Configure(host);
                host.Heartbeat(TimeSpan.FromSeconds(10));
                host.OnRefreshConnectionFactory = factory =>
                {
                    factory.SocketFactory = BrokerSocket.Create;
                    return WaitForBrokerAsync(context);
                };
            });
            configurator.SendTopology.ConfigureErrorSettings = Topology.ClearFaultQueueArguments;
            configurator.SendTopology.ConfigureDeadLetterSettings = Topology.ClearFaultQueueArguments;
            configurator.ConfigureJsonSerializerOptions(json =>
            {
                json.WriteIndented = false;
                return json;
            });
            configurator.ConfigurePipelineEndpoints(context);
        });
    }

    // The bus backs off up to 30 s between its own tries, and would take commands before their answers have a
    // way back. Here it waits exactly until the broker is there and this instance's queue is, too.
    private static Task WaitForBrokerAsync(IServiceProvider services) =>
        services.GetRequiredService<BrokerState>().WaitUntilReadyAsync(
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
}

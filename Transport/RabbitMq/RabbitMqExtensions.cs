using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Transport.RabbitMq.Frames;

namespace Pipeline.Transport.RabbitMq;

/// <summary>Both planes over RabbitMQ.</summary>
internal static class RabbitMqExtensions
{
    /// <summary>Adds what runs before the bus: the topology, and this instance's frames.</summary>
    public static IServiceCollection AddRabbitMqFrames(this IServiceCollection services, Uri broker)
    {
        var instance = Guid.NewGuid();
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton("publishing", (_, _) => new FrameConnection(broker, $"frames-out.{instance:N}"));
        services.AddKeyedSingleton("consuming", (_, _) => new FrameConnection(broker, $"frames-in.{instance:N}"));
        services.AddSingleton(provider => new RabbitMqFramePump(
            provider.GetRequiredKeyedService<FrameConnection>("publishing"),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RabbitMqFramePump>>()));
        services.AddSingleton(provider => new RabbitMqFrameInbox(
            provider.GetRequiredKeyedService<FrameConnection>("consuming"),
            provider.GetRequiredService<CommandSender>(),
            instance,
            provider.GetRequiredService<ILogger<RabbitMqFrameInbox>>()));
        services.AddSingleton<IFramePump>(provider => provider.GetRequiredService<RabbitMqFramePump>());
        services.AddSingleton<IFrameInbox>(provider => provider.GetRequiredService<RabbitMqFrameInbox>());
        services.AddHostedService(provider => new BrokerStart(
            provider.GetRequiredKeyedService<FrameConnection>("consuming"),
            provider.GetRequiredService<RabbitMqFrameInbox>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BrokerStart>>()));
        return services;
    }

    /// <summary>The bus itself: command queues as <see cref="Topology"/> declares them.</summary>
    public static void UsingPipelineRabbitMq(this IBusRegistrationConfigurator bus, Uri broker)
    {
        bus.AddConfigureEndpointsCallback((_, name, endpoint) =>
        {
            if (endpoint is not IRabbitMqReceiveEndpointConfigurator queue || !Topology.CommandQueues.Contains(name)) return;

            foreach (var (key, value) in Topology.CommandQueueArguments(name)) queue.SetQueueArgument(key, value!);
        });
        bus.UsingRabbitMq((context, configurator) =>
        {
            configurator.Host(new UriBuilder(broker) { UserName = "", Password = "" }.Uri, host =>
            {
                var user = broker.UserInfo.Split(':', 2);
                if (user[0].Length > 0) host.Username(Uri.UnescapeDataString(user[0]));
                if (user.Length > 1) host.Password(Uri.UnescapeDataString(user[1]));
            });
            configurator.SendTopology.ConfigureErrorSettings = Topology.ClearFaultQueueArguments;
            configurator.SendTopology.ConfigureDeadLetterSettings = Topology.ClearFaultQueueArguments;
            configurator.ConfigureJsonSerializerOptions(json =>
            {
                json.WriteIndented = false;
                return json;
            });
            configurator.ConfigureEndpoints(context);
        });
    }
}

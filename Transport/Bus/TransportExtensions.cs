using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Transport.Frames;
using Pipeline.Transport.Hosting.Health;
using Pipeline.Transport.Providers;
using Pipeline.Transport.RabbitMq;
using Pipeline.Transport.Settings;

namespace Pipeline.Transport.Bus;

/// <summary>Registers both planes.</summary>
public static class TransportExtensions
{
    /// <summary>
    /// Adds the bus and the frame plane, on RabbitMQ where <c>RABBITMQ_URL</c> is set and else in process, and the
    /// check of the configuration at start. Roles register their consumers on the service collection, before or
    /// after; each consumer's definition names its endpoint.
    /// </summary>
    public static IServiceCollection AddPipelineTransport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IStartupValidator, SettingsValidator>();
        services.AddSingleton<CommandSender>();
        services.AddHealthChecks().AddCheck<NotStopping>("stopping", tags: [HealthEndpoints.ReadyTag]);
        services.AddSingleton(configuration.ProviderCatalogue());
        var broker = BrokerAddress.Configured(configuration);
        services.AddSingleton(new CommandQueues(configuration.ProviderCatalogue().All));
        if (broker is null) services.AddInProcessFrames().AddSingleton<ITransportState, InProcessState>();
        else services.AddRabbitMqFrames(broker);

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (broker is not null)
            {
                bus.UsingPipelineRabbitMq(broker);
                return;
            }

            bus.UsingInMemory((context, configurator) =>
            {
                configurator.ConfigureJsonSerializerOptions(json =>
                {
                    json.WriteIndented = false;
                    return json;
                });
                configurator.ConfigurePipelineEndpoints(context);
            });
        });
        return services;
    }
}

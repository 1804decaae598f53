using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Transport.Frames;

namespace Pipeline.Transport.Bus;

/// <summary>Registers both planes.</summary>
public static class TransportExtensions
{
    /// <summary>
    /// Adds the bus and the frame plane, in process. Roles register their consumers on the service
    /// collection, before or after; each consumer's definition names its endpoint and limits.
    /// </summary>
    public static IServiceCollection AddPipelineTransport(this IServiceCollection services)
    {
        services.AddSingleton<CommandSender>();
        services.AddInProcessFrames();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingInMemory((context, configurator) =>
            {
                configurator.ConfigureJsonSerializerOptions(json =>
                {
                    json.WriteIndented = false;
                    return json;
                });
                configurator.ConfigureEndpoints(context);
            });
        });
        return services;
    }
}

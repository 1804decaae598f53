using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Transport.Viewing;

/// <summary>Registers viewers.</summary>
public static class ViewerExtensions
{
    /// <summary>Adds what lets this instance watch nodes. Roles that live in one process share it: adding it again changes nothing.</summary>
    public static IServiceCollection AddViewers(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Viewers))) return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<NodeWatches>().AddSingleton<Viewers>();
        services.AddHostedService(provider => provider.GetRequiredService<Viewers>());
        services.RegisterConsumer<NodeChangedConsumer, NodeChangedConsumerDefinition>();
        return services;
    }
}

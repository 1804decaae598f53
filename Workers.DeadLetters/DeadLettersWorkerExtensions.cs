using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Bus;
using Pipeline.Transport.RabbitMq;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.DeadLetters.Collection;
using Pipeline.Workers.DeadLetters.Collection.Broker;
using Pipeline.Workers.DeadLetters.Collection.Embedded;
using Pipeline.Workers.DeadLetters.Desk;
using Pipeline.Workers.DeadLetters.ModelRequests;
using Pipeline.Workers.DeadLetters.Replay;

namespace Pipeline.Workers.DeadLetters;

/// <summary>The worker that collects what failed for good, keeps it and replays it, for any host.</summary>
public static class DeadLettersWorkerExtensions
{
    /// <summary>
    /// Adds collection from the broker, or without one from the endpoints of this process, and the desk.
    /// Transport and persistence are added once for all roles.
    /// </summary>
    public static IServiceCollection AddDeadLettersWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDeadLetterDesk(configuration);
        services.AddSingleton<Collector>();
        services.AddHostedService<DeadLetterSweep>();
        services.RegisterConsumer<ModelRequestFailedConsumer, ModelRequestOutcomesDefinition<ModelRequestFailedConsumer>>();
        services.RegisterConsumer<ModelRequestAnsweredConsumer, ModelRequestOutcomesDefinition<ModelRequestAnsweredConsumer>>();
        if (BrokerAddress.Configured(configuration) is { } broker)
        {
            services.AddSingleton<IHostedService>(provider => new BrokerCollector(
                broker,
                provider.GetRequiredService<CommandQueues>(),
                provider.GetRequiredService<Collector>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BrokerCollector>>()));
        }
        else
        {
            services.AddSingleton<IConfigureReceiveEndpoint, FaultCollection>();
            services.AddSingleton<IRawSender, BusSender>();
            services.AddHostedService<LostReplays>();
        }

        return services;
    }

    /// <summary>
    /// Adds the desk alone, for an operator's tool: it needs persistence and no bus. Without a broker it cannot
    /// replay, as the queues are in another process.
    /// </summary>
    public static IServiceCollection AddDeadLetterDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ConfiguredSecrets(configuration));
        services.AddSingleton<DeadLetterReplay>();
        services.AddSingleton<DeadLetterText>();
        services.AddSingleton<IDeadLetterDesk, DeadLetterDesk>();
        return BrokerAddress.Configured(configuration) is { } broker
            ? services.AddSingleton<IRawSender>(provider => new BrokerSender(broker, provider.GetRequiredService<TimeProvider>()))
            : services.AddSingleton<IRawSender, AbsentSender>();
    }
}

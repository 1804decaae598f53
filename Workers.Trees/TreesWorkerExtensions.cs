using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Clearing;
using Pipeline.Workers.Trees.Leases;
using Pipeline.Workers.Trees.Machine;
using Pipeline.Workers.Trees.Retention;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees;

/// <summary>The worker that decides what of a message tree runs when, for any host.</summary>
public static class TreesWorkerExtensions
{
    // A message waits for its tree's lock and the disk, not for the processor.
    private const int Concurrency = 64;

    /// <summary>
    /// Adds the saga, the end of runs whose worker is gone, and the removal of old trees. Transport and persistence are added
    /// once for all roles.
    /// </summary>
    public static IServiceCollection AddTreesWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TreeOptions>().Bind(configuration.GetSection(TreeOptions.Section)).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMessageTreeSagaState().AddCliRunState().AddSubmittedTaskState().AddTelegramState();
        services.RegisterSagaStateMachine<MessageTreeMachine, MessageTree>();
        services.RegisterConsumer<StopAllConsumer>();
        services.RegisterConsumer<ClearAllConsumer>();
        services.RegisterConsumer<DeleteTranscriptsConsumer>();
        services.AddCommandEndpoint(CommandExchanges.MessageTrees, "MessageTrees", Concurrency, MessageTreesEndpoint.Configure);
        services.AddHostedService<LeaseSweep>();
        services.AddHostedService<TreeRetention>();
        return services;
    }
}

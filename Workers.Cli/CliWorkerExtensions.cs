using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.CliTasks;
using Pipeline.Persistence.CliRuns;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Hosting.Health;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Tasks;
using Pipeline.Workers.Cli.Transcripts;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli;

/// <summary>What runs Claude Code, for any host.</summary>
public static class CliWorkerExtensions
{
    // The same value as the ingress has: it checks the tokens that are issued here.
    private const string TokenKey = "Ingress:AuthToken";

    /// <summary>
    /// Adds the worker that runs tasks, on top of <see cref="AddClaudeRuns"/>. It comes after persistence and transport,
    /// so that it stops before them: the ends of its runs are still told.
    /// </summary>
    public static IServiceCollection AddCliWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCliRunState();
        services.AddSingleton<StoreOutage>();
        services.AddSingleton<ClaimedRuns>();
        services.AddSingleton<TaskSlots>();
        services.AddSingleton<Viewers>();
        services.AddSingleton(new TranscriptSecrets(new ConfiguredSecrets(configuration)));
        services.AddSingleton<RunTranscripts>();
        services.AddSingleton<CliTasks>();
        services.AddHostedService<TaskShutdown>();
        services.AddHostedService<Presence>();
        services.AddClaudeRuns(configuration);
        services.AddHealthChecks().AddCheck<RunsHealth>("agents", tags: [HealthEndpoints.ShownTag]);
        services.AddCommandConsumer<RunCliTaskConsumer, RunCliTask>([CommandExchanges.RunCliTask], concurrency: 1);
        services.RegisterConsumer<StopCliTaskConsumer, InstanceDefinition<StopCliTaskConsumer>>();
        services.RegisterConsumer<AttachViewerConsumer, InstanceDefinition<AttachViewerConsumer>>();
        return services;
    }

    /// <summary>
    /// Adds <see cref="ClaudeRuns"/>, the end of its runs when the host stops, and the end of those that a killed worker
    /// has left. A host that is the ingress itself, and may listen elsewhere than configured, adds its own
    /// <see cref="IIngressAddress"/> before.
    /// </summary>
    public static IServiceCollection AddClaudeRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CliOptions>().BindConfiguration(CliOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIngressAddress, ConfiguredIngress>();
        services.AddSingleton<AllowedWorkspaces>();
        services.AddSingleton<AdoptedProcesses>();
        services.AddSingleton<OrphanedRuns>();
        services.AddSingleton(provider => new Launch(
            provider.GetRequiredService<IOptions<CliOptions>>(),
            provider.GetRequiredService<IIngressAddress>(),
            configuration[TokenKey] is { Length: > 0 } secret ? new RunTokens(secret) : null,
            Environment.GetEnvironmentVariable,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClaudeRuns(
            provider.GetRequiredService<IOptions<CliOptions>>(),
            provider.GetRequiredService<AllowedWorkspaces>(),
            provider.GetRequiredService<Launch>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClaudeRuns>>(),
            provider.GetRequiredService<AdoptedProcesses>(),
            provider.GetRequiredService<OrphanedRuns>()));
        services.AddHostedService<RunReaper>();
        services.AddHostedService<RunShutdown>();
        return services;
    }
}

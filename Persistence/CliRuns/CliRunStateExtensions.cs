using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Persistence.Coordination;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.CliRuns;

/// <summary>Registers runs of Claude Code as state, and who runs them.</summary>
public static class CliRunStateExtensions
{
    /// <summary>
    /// Makes <see cref="CliRun"/> a kind of state, for its worker, the tree's saga and whoever sweeps leases, and adds
    /// <see cref="CliWorkers"/>.
    /// </summary>
    public static IServiceCollection AddCliRunState(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new CliWorkers(provider.GetRequiredService<TimeProvider>(), provider.GetService<ISharedDocuments>()));
        return services.AddState<CliRun>("cli_run", run => run.Id);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Coordination;
using Pipeline.Workers.Nim.RateBudget.Shared;

namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>
/// The budgets of the providers, each made at its first use: shared with all workers of the database where
/// there is one, else this process's own.
/// </summary>
internal sealed class RateBudgets(TimeProvider time, ILogger<SharedRateBudget> log, ISharedDocuments? documents = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<IRateBudget>> _budgets = new(StringComparer.Ordinal);

    /// <summary>The budget of a provider.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="limits">Its limits; only those of the first call count.</param>
    public IRateBudget Of(string provider, RateLimits limits) =>
        _budgets.GetOrAdd(provider, name => new Lazy<IRateBudget>(() => Create(name, limits))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var budget in _budgets.Values) await budget.Value.DisposeAsync();
    }

    private IRateBudget Create(string provider, RateLimits limits) => documents is null
        ? new InProcessRateBudget(limits, time, Random.Shared.NextDouble)
        : new SharedRateBudget(documents, provider, limits, time, Random.Shared.NextDouble, log);
}

/// <summary>Registers the budgets.</summary>
internal static class RateBudgetExtensions
{
    /// <summary>Adds <see cref="RateBudgets"/>. They are shared where persistence has a database.</summary>
    public static IServiceCollection AddRateBudgets(this IServiceCollection services) => services.AddSingleton(provider => new RateBudgets(
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<SharedRateBudget>>(),
        provider.GetService<ISharedDocuments>()));
}

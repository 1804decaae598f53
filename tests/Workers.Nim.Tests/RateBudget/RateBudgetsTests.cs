using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.Coordination;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.Shared;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

public sealed class RateBudgetsTests
{
    private static readonly RateLimits Limits = new(1, TimeSpan.FromMinutes(1), 0, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Each_provider_has_one_budget()
    {
        await using var services = Services().BuildServiceProvider();
        var budgets = services.GetRequiredService<RateBudgets>();

        Assert.Same(budgets.Of("one", Limits), budgets.Of("one", Limits));
        Assert.NotSame(budgets.Of("one", Limits), budgets.Of("other", Limits));
    }

    [Fact]
    public async Task Where_there_is_a_database_the_budget_is_shared_and_elsewhere_it_is_the_process_own()
    {
        await using var alone = Services().BuildServiceProvider();
        await using var distributed = Services().AddSingleton<ISharedDocuments, NoDocuments>().BuildServiceProvider();

        Assert.IsType<InProcessRateBudget>(alone.GetRequiredService<RateBudgets>().Of("one", Limits));
        Assert.IsType<SharedRateBudget>(distributed.GetRequiredService<RateBudgets>().Of("one", Limits));
    }

    private static IServiceCollection Services() => new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRateBudgets();

    private sealed class NoDocuments : ISharedDocuments
    {
        public Task UpdateAsync(string name, DocumentChange change, CancellationToken cancellationToken)
        {
            change(null, DateTimeOffset.UnixEpoch);
            return Task.CompletedTask;
        }
    }
}

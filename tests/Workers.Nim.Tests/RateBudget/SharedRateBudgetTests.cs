using Microsoft.Extensions.Logging;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.Shared;
using Pipeline.Workers.Nim.RateBudget.State;
using Pipeline.Workers.Nim.Tests.RateBudget.Processes;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

/// <summary>Workers that share a budget over PostgreSQL, here in one process.</summary>
public sealed class SharedRateBudgetTests : IAsyncLifetime, IDisposable
{
    private const string Provider = "upstream";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly RateLimits OneCallAtATime = new(0, Second, 1, TimeSpan.FromMinutes(1));

    private readonly List<SharedRateBudget> _budgets = [];
    private readonly LogLines _log = new();
    private readonly LoggerFactory _logs;
    private TestDatabase _database = null!;
    private BudgetDatabase _place = null!;
    private UnreliableDocuments _documents = null!;

    public SharedRateBudgetTests() => _logs = new LoggerFactory([_log]);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _place = await BudgetDatabase.OpenAsync(_database.ConnectionString);
        _documents = new UnreliableDocuments(_place.Documents);
    }

    [Fact]
    public async Task Two_workers_have_one_limit()
    {
        var limits = new RateLimits(2, 60 * Second, 0, Second);
        var (one, other) = (Worker(limits), Worker(limits));
        await CallAsync(one);
        await CallAsync(other);

        foreach (var worker in new[] { one, other })
            Assert.InRange((await worker.AcquireAsync(CallPriority.Interactive, default).AsTask().Soon()).RetryAfter, 50 * Second, 63 * Second);
    }

    [Fact]
    public async Task An_interactive_call_goes_before_a_background_call_of_another_worker()
    {
        var (one, other) = (Worker(OneCallAtATime), Worker(OneCallAtATime));
        var running = await AcquireAsync(one);
        var title = AcquireAsync(other, CallPriority.Background);
        await UntilWaitingAsync(1);
        var question = AcquireAsync(one);
        await UntilWaitingAsync(2);

        running.Dispose();
        var asked = await question.Soon();
        Assert.False(title.IsCompleted);
        asked.Dispose();

        (await title.Soon()).Dispose();
    }

    [Fact]
    public async Task A_refusal_by_the_provider_holds_back_the_other_worker_too()
    {
        var limits = new RateLimits(40, 60 * Second, 5, 10 * Second);
        var (one, other) = (Worker(limits), Worker(limits));
        using var refused = await AcquireAsync(one);
        refused.Refused(100 * Second);
        await UntilAsync(state => state.Pause.Refusals == 1);

        var result = await other.AcquireAsync(CallPriority.Interactive, default).AsTask().Soon();

        Assert.InRange(result.RetryAfter, 60 * Second, 100 * Second);
    }

    [Fact]
    public async Task Where_nothing_is_limited_the_other_worker_learns_of_a_refusal_soon()
    {
        var limits = new RateLimits(0, Second, 0, Second);
        var (one, other) = (Worker(limits), Worker(limits));
        (await AcquireAsync(one)).Refused(100 * Second);

        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while ((await other.AcquireAsync(CallPriority.Interactive, limit.Token)).IsGranted)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }

    [Fact]
    public async Task A_worker_that_stops_gives_back_its_calls_and_lets_go_who_waits()
    {
        var limits = OneCallAtATime with { CallLease = TimeSpan.FromHours(1) };
        var (one, other) = (Worker(limits), Worker(limits));
        await AcquireAsync(one);
        var (here, there) = (AcquireAsync(one), AcquireAsync(other));
        await UntilWaitingAsync(2);

        await one.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => here.Soon());
        (await there.Soon()).Dispose();
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_turn_to_the_other_worker()
    {
        var (one, other) = (Worker(OneCallAtATime), Worker(OneCallAtATime));
        var running = await AcquireAsync(one);
        using var leaving = new CancellationTokenSource();
        var first = one.AcquireAsync(CallPriority.Interactive, leaving.Token).AsTask();
        await UntilWaitingAsync(1);
        var next = AcquireAsync(other);
        await UntilWaitingAsync(2);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        running.Dispose();

        (await next.Soon()).Dispose();
    }

    [Fact]
    public async Task Without_the_database_a_worker_goes_on_with_its_part_says_so_once_and_joins_again()
    {
        var time = new ManualTime();
        var limits = new RateLimits(10, 60 * Second, 0, 50 * Second);
        var (one, other) = (Worker(limits, time), Worker(limits));
        await CallAsync(other);
        await CallAsync(one);

        _documents.IsAway = true;
        for (var call = 1; call < 5; call++) await PassingAsync(time, CallAsync(one));
        Assert.False((await PassingAsync(time, one.AcquireAsync(CallPriority.Interactive, default).AsTask())).IsGranted);
        Assert.Single(_log.Text.Split('\n'), line => line.Contains("cannot be shared", StringComparison.Ordinal));

        _documents.IsAway = false;
        await PassingAsync(time, _log.SaysAsync("is shared again"));
        await UntilAsync(state => state.Workers.Values.Sum(share => share.Arrivals.Count) == 6);
    }

    [Fact]
    public async Task What_cannot_be_read_is_replaced()
    {
        await _documents.UpdateAsync(BudgetDocument.Name(Provider), (_, _) => "{"u8.ToArray(), default);

        await CallAsync(Worker(new RateLimits(2, 60 * Second, 0, Second)));

        await _log.SaysAsync("begins anew");
        await UntilAsync(state => state.Workers.Count == 1);
    }

    public async Task DisposeAsync()
    {
        foreach (var budget in _budgets) await budget.DisposeAsync();
        await _place.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose()
    {
        _logs.Dispose();
        _log.Dispose();
    }

    private static async Task<Permit> AcquireAsync(SharedRateBudget budget, CallPriority priority = CallPriority.Interactive)
    {
        var result = await budget.AcquireAsync(priority, default);
        Assert.True(result.IsGranted, $"refused for {result.RetryAfter}");
        return result.Permit;
    }

    private static async Task CallAsync(SharedRateBudget budget)
    {
        using var permit = await AcquireAsync(budget);
        permit.Sent();
        permit.Succeeded();
    }

    /// <summary>Lets time pass until something has happened.</summary>
    private static async Task PassingAsync(ManualTime time, Task task)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!task.IsCompleted)
        {
            time.Advance(Second / 10);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }

        await task;
    }

    private static async Task<T> PassingAsync<T>(ManualTime time, Task<T> task)
    {
        await PassingAsync(time, (Task)task);
        return await task;
    }

    private SharedRateBudget Worker(RateLimits limits, TimeProvider? time = null)
    {
        var budget = new SharedRateBudget(_documents, Provider, limits, time ?? TimeProvider.System, () => 0, _logs.CreateLogger<SharedRateBudget>());
        _budgets.Add(budget);
        return budget;
    }

    private Task UntilWaitingAsync(int calls) => UntilAsync(state => state.Workers.Values.Sum(share => share.Waiting.Count) == calls);

    private async Task UntilAsync(Func<BudgetState, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        for (var isSo = false; !isSo;)
        {
            await _documents.UpdateAsync(
                BudgetDocument.Name(Provider),
                (document, _) =>
                {
                    isSo = BudgetDocument.Read(document) is { } state && holds(state);
                    return null;
                },
                limit.Token);
        }
    }
}

using Pipeline.TestKit;
using Pipeline.Workers.Nim.RateBudget;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

public sealed class InProcessRateBudgetTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private InProcessRateBudget? _budget;

    [Fact]
    public async Task Who_comes_after_the_last_place_waits_for_the_window_to_move_on()
    {
        var budget = Budget(new RateLimits(2, 10 * Second, 0, 60 * Second));
        await CallAsync(budget);
        _time.Advance(3 * Second);
        await CallAsync(budget);
        var (third, fourth) = (CallAsync(budget), CallAsync(budget));

        _time.Advance(7 * Second);
        Assert.False(third.IsCompleted);
        _time.Advance(Second);
        await third.Soon();
        Assert.False(fourth.IsCompleted);
        _time.Advance(3 * Second);
        await fourth.Soon();
    }

    [Fact]
    public async Task A_call_that_ends_lets_the_next_one_go()
    {
        var budget = Budget(new RateLimits(0, Second, 1, 60 * Second));
        var first = await AcquireAsync(budget);
        var (title, question) = (AcquireAsync(budget, CallPriority.Background), AcquireAsync(budget));

        first.Dispose();
        var second = await question.Soon();
        Assert.False(title.IsCompleted);
        second.Dispose();
        (await title.Soon()).Dispose();
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_turn_to_the_next()
    {
        var budget = Budget(new RateLimits(1, 10 * Second, 0, 15 * Second));
        await CallAsync(budget);
        using var leaving = new CancellationTokenSource();
        var first = budget.AcquireAsync(CallPriority.Interactive, leaving.Token).AsTask();
        Assert.False((await budget.AcquireAsync(CallPriority.Interactive, default)).IsGranted);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        var next = AcquireAsync(budget);
        _time.Advance(11 * Second);

        (await next.Soon()).Dispose();
    }

    [Fact]
    public async Task Nobody_waits_for_longer_than_the_longest_wait()
    {
        var budget = Budget(new RateLimits(0, Second, 1, 15 * Second));
        using var running = await AcquireAsync(budget);
        var waiting = budget.AcquireAsync(CallPriority.Interactive, default).AsTask();

        _time.Advance(14 * Second);
        Assert.False(waiting.IsCompleted);
        _time.Advance(Second);

        Assert.Equal(new PermitResult(null, Second), await waiting.Soon());
    }

    [Fact]
    public async Task A_wait_that_is_known_to_be_too_long_is_refused_at_once_with_its_true_length()
    {
        var budget = Budget(new RateLimits(1, 60 * Second, 0, 30 * Second));
        await CallAsync(budget);
        _time.Advance(10 * Second);

        var refusal = await budget.AcquireAsync(CallPriority.Interactive, default);
        Assert.InRange(refusal.RetryAfter, 50 * Second, 51 * Second);
        _time.Advance(refusal.RetryAfter);

        Assert.True((await budget.AcquireAsync(CallPriority.Interactive, default)).IsGranted);
    }

    [Fact]
    public async Task Without_limits_only_the_providers_own_refusal_holds_calls_back()
    {
        var budget = Budget(new RateLimits(0, Second, 0, 30 * Second));
        for (var call = 0; call < 1_000; call++) await AcquireAsync(budget);
        (await AcquireAsync(budget)).Refused(20 * Second);
        var next = AcquireAsync(budget);

        _time.Advance(19 * Second);
        Assert.False(next.IsCompleted);
        _time.Advance(Second);

        await next.Soon();
    }

    [Fact]
    public async Task Reports_that_come_twice_or_late_change_nothing()
    {
        var budget = Budget(new RateLimits(2, 60 * Second, 2, Second));
        var permit = await AcquireAsync(budget);
        for (var times = 0; times < 3; times++)
        {
            permit.Sent();
            permit.NotSent();
            permit.Succeeded();
            permit.Refused(5 * Second);
            permit.Dispose();
        }

        Assert.True((await budget.AcquireAsync(CallPriority.Interactive, default)).IsGranted);
        Assert.False((await budget.AcquireAsync(CallPriority.Interactive, default)).IsGranted);
    }

    [Fact]
    public async Task Many_at_once_are_never_more_than_allowed_and_all_have_their_turn()
    {
        await using var budget = new InProcessRateBudget(new RateLimits(0, Second, 3, TimeSpan.FromMinutes(1)), TimeProvider.System, () => 0);
        var (underWay, most, calls) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 200; call++)
            {
                using var permit = await AcquireAsync(budget, caller % 2 == 0 ? CallPriority.Interactive : CallPriority.Background);
                InterlockedMax(ref most, Interlocked.Increment(ref underWay));
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                Interlocked.Increment(ref calls);
            }
        }))).Soon();

        Assert.Equal((3, 10_000), (most, calls));
    }

    [Fact]
    public async Task Who_waits_at_the_end_is_let_go()
    {
        var budget = Budget(new RateLimits(0, Second, 1, 60 * Second));
        using var running = await AcquireAsync(budget);
        var waiting = AcquireAsync(budget);

        await budget.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    public ValueTask DisposeAsync() => _budget?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<Permit> AcquireAsync(IRateBudget budget, CallPriority priority = CallPriority.Interactive)
    {
        var result = await budget.AcquireAsync(priority, default);
        Assert.True(result.IsGranted, $"refused for {result.RetryAfter}");
        return result.Permit;
    }

    private static async Task CallAsync(IRateBudget budget)
    {
        using var permit = await AcquireAsync(budget);
        permit.Sent();
        permit.Succeeded();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }

    private InProcessRateBudget Budget(RateLimits limits) => _budget = new InProcessRateBudget(limits, _time, () => 0);
}

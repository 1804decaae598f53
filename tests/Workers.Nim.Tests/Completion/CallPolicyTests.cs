using Pipeline.Contracts.Frames;
using Pipeline.Workers.Nim.Completion;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Tests.Completion;

public sealed class CallPolicyTests
{
    [Fact]
    public async Task A_provider_that_asks_for_no_wait_is_not_called_again_at_once()
    {
        var waits = await WaitsAsync(retryAfterSeconds: 0);

        Assert.Equal(3, waits.Count);
        Assert.All(waits, wait => Assert.True(wait > TimeSpan.Zero));
    }

    [Fact]
    public async Task A_provider_that_names_a_wait_gets_it() =>
        Assert.Equal([7, 7, 7], (await WaitsAsync(retryAfterSeconds: 7)).Select(wait => wait.TotalSeconds));

    private static async Task<IReadOnlyList<TimeSpan>> WaitsAsync(int retryAfterSeconds)
    {
        var time = new SkippingTime();
        var limited = new Failure { Status = 529, Type = ErrorTypes.Overloaded, Message = "slow down", RetryAfterSeconds = retryAfterSeconds };
        await CallPolicy.Create(new UpstreamOptions(), time).ExecuteAsync(_ => ValueTask.FromResult(new AttemptOutcome(limited, NextStep.Repeat)));
        return time.Waits;
    }

    /// <summary>Notes each wait and lets it pass at once.</summary>
    private sealed class SkippingTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

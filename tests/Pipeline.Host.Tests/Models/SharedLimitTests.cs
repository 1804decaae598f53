using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary>The limits of a provider, kept by three worker processes together, as the provider counts.</summary>
public sealed class SharedLimitTests
{
    // Behind the last window a request more or less depends on where the count begins.
    private const double Used = 0.95;

    [Theory]
    [Trait("Category", "Full")]
    [InlineData(20, 4, 4)]
    [InlineData(60, 6, 3)]
    public async Task No_window_holds_more_than_the_limit_and_nearly_all_of_it_is_used(int limit, int seconds, int windows)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningRoles.StartAsync(
            workers: 3,
            ("DATABASE_URL", database.ConnectionString),
            ("PROVIDER_RATE_LIMIT", $"{limit}"),
            ("PROVIDER_RATE_WINDOW", $"{seconds}"),

            // So that no worker can take all.
            ("COMPLETE_MESSAGE_CONCURRENCY", "40"),
            ("PROVIDER_MAX_WAIT", "600"));
        foreach (var worker in pipeline.Workers) await Readiness.UntilReadyAsync(worker.Address);

        // All at once: more than all windows take, so that there are always some that wait.
        using var leaving = new CancellationTokenSource();
        var asked = Enumerable.Range(0, limit * (windows + 2)).Select(_ => AskAsync(pipeline, leaving.Token)).ToList();
        await pipeline.Upstream.Requests.WhenAsync(log => log.Count >= limit * windows);
        var arrivals = pipeline.Upstream.Requests.All.Select(request => request.ArrivedAt).Order().ToList();
        await leaving.CancelAsync();
        await Task.WhenAll(asked);

        var window = TimeSpan.FromSeconds(seconds);
        Assert.All(arrivals, first => Assert.InRange(arrivals.Count(arrival => arrival >= first && arrival < first + window), 1, limit));
        var spent = arrivals[(limit * windows) - 1] - arrivals[0];
        Assert.True(spent <= window * (windows - 1) / Used + (window * (1 - Used)), $"{limit * windows} calls took {spent}");
        Assert.All(pipeline.Workers, worker => Assert.Contains("answered in", worker.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_workers_together_have_no_more_calls_under_way_than_may_be()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningRoles.StartAsync(
            workers: 3,
            ("DATABASE_URL", database.ConnectionString),
            ("PROVIDER_RATE_LIMIT", "0"),
            ("PROVIDER_MAX_CONCURRENCY", "4"),
            ("PROVIDER_MAX_WAIT", "600"));

        foreach (var worker in pipeline.Workers) await Readiness.UntilReadyAsync(worker.Address);
        var four = new TaskCompletionSource();
        pipeline.Upstream.Default = UpstreamReply.Answer("ok").After(four.Task);
        var asked = Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync(pipeline, CancellationToken.None)));
        await pipeline.Upstream.Requests.WhenAsync(log => log.InFlight == 4);
        four.SetResult();
        await asked;

        Assert.Equal(60, pipeline.Upstream.Requests.Count);
        Assert.Equal(4, pipeline.Upstream.Requests.PeakInFlight);
    }

    [Fact]
    public async Task A_rate_limit_that_one_worker_meets_makes_all_pause()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningRoles.StartAsync(workers: 3, ("DATABASE_URL", database.ConnectionString), ("PROVIDER_MAX_WAIT", "1"));
        pipeline.Upstream.Default = UpstreamReply.RateLimited("100");
        var first = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        var others = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => pipeline.ErrorAsync(AnthropicRequests.Hello())));

        Assert.Equal((429, 100), (first.Status, first.RetryAfter));
        Assert.All(others, other => Assert.Equal(429, other.Status));
        Assert.All(others, other => Assert.InRange(other.RetryAfter!.Value, 60, 100));
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    private static async Task AskAsync(RunningRoles pipeline, CancellationToken leaving)
    {
        try
        {
            using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello(), leaving);
            await response.ReadToEndAsync(leaving);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Enough have been counted.
        }
    }
}

using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.RateLimits;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary>The limits of a provider, kept by three worker processes together, as the provider counts. Alone, so that arrivals are noted when they happen.</summary>
[Collection(nameof(SharedLimitTests))]
[CollectionDefinition(nameof(SharedLimitTests), DisableParallelization = true)]
public sealed class SharedLimitTests
{
    [Theory]
    [Trait("Category", "Full")]
    [InlineData(20, 5, 4)]
    [InlineData(60, 10, 3)]
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
        var own = await WarmUpAsync(pipeline.Upstream, limit);

        // All at once, so that until the last window there are always some that wait.
        await Task.WhenAll(Enumerable.Range(0, limit * windows).Select(_ => AskAsync(pipeline)));

        var arrivals = pipeline.Upstream.Requests.All.Skip(own).Select(request => request.ArrivedAt).Order().ToList();
        var window = TimeSpan.FromSeconds(seconds);
        var use = $"{arrivals.Count} calls, at most {RollingWindow.Most(arrivals, window)} in a window, {RollingWindow.Used(arrivals, limit, window):P1} used";
        Assert.True(RollingWindow.Most(arrivals, window) == limit, use);
        Assert.True(RollingWindow.Used(arrivals, limit, window) >= 0.95, use);
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
        var asked = Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync(pipeline)));
        await pipeline.Upstream.Requests.WhenAsync(log => log.InFlight == 4);
        four.SetResult();
        await asked;

        Assert.Equal(60, pipeline.Upstream.Requests.Count);
        Assert.Equal(4, pipeline.Upstream.Requests.PeakInFlight);
    }

    [Fact]
    [Trait("Category", "Full")]
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

    private static async Task AskAsync(RunningRoles pipeline)
    {
        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello(), CancellationToken.None);
        await response.ReadToEndAsync(CancellationToken.None);
    }

    // A server that is only being compiled notes its first requests late. Returns how many it was asked.
    private static async Task<int> WarmUpAsync(FakeUpstream upstream, int connections)
    {
        using var http = new HttpClient();
        for (var round = 0; round < 5; round++)
        {
            var requests = Enumerable.Range(0, connections).Select(_ => http.PostAsync(
                new Uri(upstream.BaseAddress, "v1/chat/completions"), new StringContent("""{"model":"warm/up","messages":[]}""")));
            foreach (var response in await Task.WhenAll(requests)) response.Dispose();
        }

        return upstream.Requests.Count;
    }
}

using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Soak;

/// <summary>Thousands of requests while everything goes wrong upstream that can go wrong. Alone, so that other tests' time limits are not at stake.</summary>
[Trait("Category", "Full")]
[Collection(nameof(SoakTests))]
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
public sealed class SoakTests
{
    // Half a kilobyte for each request in between: what is kept of one, if only its cancellation or its frames, is
    // more; what caches and pools come to hold after they have been filled once is less.
    private const long MostGrowth = 8_000 * 512;

    // Connections that wait for their next request: one on each side for every request at once, and those of the pools.
    private const int MostSockets = 64;

    private const string AnswersUnderWayAtTheEnd = "Logging__LogLevel__Pipeline.Ingress.Relay.RelayDrain";

    [Fact]
    public async Task Ten_thousand_requests_end_whole_or_with_an_error_and_leave_nothing_behind()
    {
        await using var pipeline = await RunningPipeline.StartAsync(
        [
            .. SoakRun.Settings,
            ("DEAD_LETTER_MAX_COUNT", "100"),
            ("Logging__LogLevel__Default", "Error"),
            (AnswersUnderWayAtTheEnd, "Information"),
        ]);
        var run = new SoakRun(pipeline);

        await run.AskAsync(0, 2_000);
        var before = Footprint.Take();
        await run.AskAsync(2_000, 8_000);

        AssertWell(run, 10_000);
        var after = Footprint.Take();
        await Patience.UntilAsync(() => Task.FromResult(IsNoMoreThan(before, Footprint.Take())), $"as little as {before}, and not {after}");
        await AssertNoPermitIsTakenAsync(pipeline);
        await pipeline.StopAsync();
        Assert.Equal("", pipeline.Output);
    }

    [Fact]
    public async Task A_thousand_requests_over_the_broker_end_whole_or_with_an_error()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await RunningRoles.StartAsync(workers: 2, [.. SoakRun.Settings, ("DATABASE_URL", database.ConnectionString)]);
        var run = new SoakRun(pipeline);

        await run.AskAsync(0, 1_000);

        AssertWell(run, 1_000);
        await AssertNoPermitIsTakenAsync(pipeline);
    }

    private static bool IsNoMoreThan(Footprint before, Footprint now) =>
        now.HeapBytes <= before.HeapBytes + MostGrowth && now.Sockets <= before.Sockets + MostSockets;

    private static void AssertWell(SoakRun run, int requests)
    {
        Assert.Empty(run.Wrong);
        Assert.Equal(0, run.Count(SoakEnd.Never));
        Assert.All(FaultyUpstream.Names, fault => Assert.InRange(run.Faults.GetValueOrDefault(fault), requests / 50, requests));

        // Most faults can be repaired unseen; those after the first words of a stream cannot.
        Assert.InRange(run.Count(SoakEnd.Whole), requests / 2, requests);
        Assert.InRange(run.Count(SoakEnd.ErrorEvent), requests / 50, requests / 2);
        Assert.InRange(run.Count(SoakEnd.Left), requests / 50, requests / 10);
    }

    /// <summary>Every provider takes as many calls at once as at the beginning.</summary>
    private static async Task AssertNoPermitIsTakenAsync(IPipeline pipeline)
    {
        foreach (var provider in Enumerable.Range(0, SoakRequest.Providers).Select(SoakRequest.ProviderName))
        {
            var gate = new TaskCompletionSource();
            pipeline.Upstream.Responder = _ => UpstreamReply.Answer("ok").After(gate.Task);

            var asked = Enumerable.Range(0, SoakRun.MaxConcurrency).Select(_ => pipeline.StreamAsync(AnthropicRequests.Hello(model: $"{provider}/soak/last"))).ToList();
            await pipeline.Upstream.Requests.WhenAsync(log => log.InFlight == SoakRun.MaxConcurrency);
            gate.SetResult();

            Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("ok", answer.Text));
        }
    }
}

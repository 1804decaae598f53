using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Load;

public sealed class SlowClientTests
{
    // Far more than every buffer on the way holds.
    private const int Pieces = 200;
    private static readonly string Piece = new('x', 500_000);

    [Fact]
    public async Task A_client_that_reads_nothing_holds_its_own_upstream_and_nobody_elses()
    {
        await using var pipeline = await RunningPipeline.StartAsync();
        var written = new TaskCompletionSource();
        pipeline.Upstream.Enqueue(Large().Signal(written).Finish("stop").Done());
        using var slow = await SlowReader.PostMessageAsync(pipeline.Address, AnthropicRequests.Hello());
        await slow.ReadUntilAsync("content_block_delta");

        for (var i = 0; i < 20; i++) Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        Assert.False(written.Task.IsCompleted, "100 MB cannot have been taken for a client that does not read");
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_client_that_reads_slowly_gets_all_of_a_very_long_answer()
    {
        await using var pipeline = await RunningPipeline.StartAsync();
        pipeline.Upstream.Enqueue(Large().Finish("stop").Done());

        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello());
        var length = 0L;
        var last = "";
        await foreach (var next in response.EventsAsync())
        {
            last = next.Name;
            if (next.Name == "content_block_delta") length += next.Data.GetProperty("delta").GetProperty("text").GetString()!.Length;
        }

        Assert.Equal((long)Pieces * Piece.Length, length);
        Assert.Equal("message_stop", last);
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way_at_the_upstream()
    {
        await using var pipeline = await RunningPipeline.StartAsync(("PROVIDER_MAX_CONCURRENCY", "3"));
        var gate = new TaskCompletionSource();
        pipeline.Upstream.Responder = _ => UpstreamReply.Answer("ok").After(gate.Task);

        var answers = Enumerable.Range(0, 12).Select(_ => pipeline.StreamAsync(AnthropicRequests.Hello())).ToList();
        await pipeline.Upstream.Requests.NthAsync(3);
        gate.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("ok", answer.Text));
        Assert.Equal(3, pipeline.Upstream.Requests.PeakInFlight);
    }

    private static UpstreamReply Large() =>
        Enumerable.Range(0, Pieces).Aggregate(UpstreamReply.Stream(), (reply, _) => reply.Text(Piece));
}

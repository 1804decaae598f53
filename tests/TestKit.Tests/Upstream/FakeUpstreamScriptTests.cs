using System.Net;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Tests.Upstream;

public sealed class FakeUpstreamScriptTests
{
    [Fact]
    public async Task Queue_comes_before_responder_and_responder_before_default()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Responder = request => request.Order == 2 ? UpstreamReply.Answer("responder") : null;
        upstream.Default = UpstreamReply.Answer("default");
        upstream.Enqueue(UpstreamReply.Answer("queue"));
        using var client = new ChatClient(upstream);

        string[] bodies = [await client.ReadAsync(), await client.ReadAsync(), await client.ReadAsync()];

        Assert.Collection(
            bodies,
            body => Assert.Contains("queue", body, StringComparison.Ordinal),
            body => Assert.Contains("responder", body, StringComparison.Ordinal),
            body => Assert.Contains("default", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gate_holds_the_rest_of_the_reply_until_it_opens()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var gate = new TaskCompletionSource();
        var firstSent = new TaskCompletionSource();
        upstream.Enqueue(UpstreamReply.Stream().Text("first").Signal(firstSent).WaitFor(gate).Text("second").Complete("stop"));
        using var client = new ChatClient(upstream);

        var reading = client.ReadAsync();
        await firstSent.Task.Soon();
        Assert.False(reading.IsCompleted);
        Assert.Equal(1, upstream.Requests.InFlight);

        gate.SetResult();
        Assert.Contains("second", await reading.Soon(), StringComparison.Ordinal);
        Assert.Equal(RequestEnd.Answered, await upstream.Requests.All[0].Ended.Soon());
    }

    [Fact]
    public async Task Log_counts_what_is_in_flight_and_its_peak()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var gate = new TaskCompletionSource();
        upstream.Default = UpstreamReply.Answer("held").After(gate.Task);
        using var client = new ChatClient(upstream);

        Task<string>[] readings = [client.ReadAsync(), client.ReadAsync(), client.ReadAsync()];
        await upstream.Requests.WhenAsync(log => log.InFlight == 3);
        gate.SetResult();
        await Task.WhenAll(readings).Soon();
        await client.ReadAsync();

        await upstream.Requests.WhenIdleAsync();
        Assert.Equal(3, upstream.Requests.PeakInFlight);
        Assert.Equal([1, 2, 3, 4], upstream.Requests.All.Select(request => request.Order));
    }

    [Fact]
    public async Task One_request_after_the_other_never_counts_as_two()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var client = new ChatClient(upstream);

        for (var i = 0; i < 100; i++) await client.ReadAsync();

        Assert.Equal(1, upstream.Requests.PeakInFlight);
    }

    [Fact]
    public async Task Request_is_recorded_as_it_was_sent()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var client = new ChatClient(upstream);

        await client.ReadAsync(usage: true);

        var request = await upstream.Requests.NthAsync(1);
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/json; charset=utf-8", request.Headers["content-type"]);
        Assert.Equal("test/model", request.Model);
        Assert.True(request.IsStreaming);
        Assert.StartsWith("""{"model":"test/model","stream":true""", System.Text.Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_the_end_of_an_answered_request_to_be_a_disconnect_fails()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var client = new ChatClient(upstream);
        await client.ReadAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => upstream.Requests.All[0].Disconnected.Soon());

        Assert.Contains("Answered", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_without_a_reply_is_reported_to_the_waiting_test_and_on_disposal()
    {
        var upstream = await FakeUpstream.StartAsync();
        upstream.Default = null;
        using var client = new ChatClient(upstream);
        var waiting = upstream.Requests.NthAsync(2);

        using var response = await client.SendAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.Soon());
        Assert.Contains("has no reply", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => upstream.DisposeAsync().AsTask());
    }

    [Fact]
    public void Steps_that_could_never_be_played_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => UpstreamReply.Stream().Silence().Text("never"));
        Assert.Throws<InvalidOperationException>(() => UpstreamReply.Answer("done").Text("more"));
        Assert.Throws<InvalidOperationException>(() => UpstreamReply.Error(503).Text("in an error"));
        Assert.Throws<ArgumentException>(() => UpstreamReply.Stream().CutInto(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpstreamReply.Error(418));
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_a_reply_that_never_ends()
    {
        var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Silence());
        using var client = new ChatClient(upstream);
        var answer = client.SendAsync();
        await upstream.Requests.NthAsync(1);

        await upstream.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Upstream_can_come_back_on_its_port()
    {
        var first = await FakeUpstream.StartAsync();
        var port = first.BaseAddress.Port;
        await first.DisposeAsync();

        await using var second = await FakeUpstream.StartAsync(port);
        using var client = new ChatClient(second);

        Assert.Contains("[DONE]", await client.ReadAsync(), StringComparison.Ordinal);
    }
}

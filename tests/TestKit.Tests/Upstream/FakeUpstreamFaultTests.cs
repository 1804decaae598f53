using System.Net;
using System.Net.Sockets;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Tests.Upstream;

public sealed class FakeUpstreamFaultTests
{
    [Fact]
    public async Task Reset_before_the_first_chunk_reaches_the_client_as_a_connection_reset()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Reset());
        using var client = new ChatClient(upstream);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync());

        Assert.Equal(SocketError.ConnectionReset, SocketErrorOf(failure));
        Assert.Equal(RequestEnd.Broken, await upstream.Requests.All[0].Ended.Soon());
    }

    [Fact]
    public async Task Reset_in_the_middle_comes_after_the_bytes_before_it()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("partial").Reset());
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();
        var (text, failure) = await ReadToFailureAsync(response);

        Assert.Contains("partial", text, StringComparison.Ordinal);
        Assert.Equal(SocketError.ConnectionReset, SocketErrorOf(failure));
    }

    [Fact]
    public async Task Cut_off_is_an_early_end_and_not_a_reset()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("partial").CutOff());
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();
        var (text, failure) = await ReadToFailureAsync(response);

        Assert.Contains("partial", text, StringComparison.Ordinal);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(failure).HttpRequestError);
        Assert.Null(SocketErrorOf(failure));
    }

    [Fact]
    public async Task Stream_without_end_marker_ends_cleanly()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("partial"));
        using var client = new ChatClient(upstream);

        var body = await client.ReadAsync();

        Assert.Contains("partial", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_lasts_until_the_client_leaves()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Silence());
        using var client = new ChatClient(upstream);
        using var leave = new CancellationTokenSource();

        var answer = client.SendAsync(cancellationToken: leave.Token);
        var request = await upstream.Requests.NthAsync(1);
        Assert.False(request.Disconnected.IsCompleted);
        Assert.False(answer.IsCompleted);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await request.Disconnected.Soon();
        await upstream.Requests.WhenIdleAsync();
    }

    [Fact]
    public async Task Client_that_leaves_in_the_middle_of_a_stream_is_noticed()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Text("partial").Silence());
        using var client = new ChatClient(upstream);

        var response = await client.SendAsync();
        response.Dispose();

        await upstream.Requests.All[0].Disconnected.Soon();
    }

    [Fact]
    public async Task Headers_can_leave_before_the_first_chunk()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().SendHeaders().Silence());
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, upstream.Requests.InFlight);
    }

    [Theory]
    [InlineData(400, "application/json")]
    [InlineData(401, "application/problem+json")]
    [InlineData(429, "application/problem+json")]
    [InlineData(500, "application/json")]
    [InlineData(502, "text/html")]
    [InlineData(503, "application/problem+json")]
    [InlineData(504, "text/html")]
    public async Task Error_has_status_type_and_a_body_that_speaks_of_it(int status, string type)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Error(status));
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"{status}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_limit_carries_retry_after()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.RateLimited("7"));
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();

        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Unaccepting_upstream_leaves_the_connection_attempt_open()
    {
        await using var upstream = await UnacceptingUpstream.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(500), TimeProvider.System);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => socket.ConnectAsync(upstream.ApiAddress.Host, upstream.ApiAddress.Port, enough.Token).AsTask());
    }

    private static async Task<(string Text, Exception Failure)> ReadToFailureAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = "";
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer.AsMemory()).AsTask().Soon() is > 0 and var count) text += new string(buffer, 0, count);
        }
        catch (IOException failure)
        {
            return (text, failure);
        }

        throw new InvalidOperationException($"The stream ended without a failure: {text}");
    }

    private static SocketError? SocketErrorOf(Exception? failure) =>
        failure is null ? null : (failure as SocketException)?.SocketErrorCode ?? SocketErrorOf(failure.InnerException);
}

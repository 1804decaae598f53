using System.Net;
using System.Net.Sockets;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>What breaks on the way to the provider or back, and what is made of it.</summary>
public sealed class UpstreamFaults
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_behind_the_end_of_the_answer_does_no_harm(bool stream)
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Stream().Text("all ").Text("said").Finish("stop").CutOff();

        Assert.Equal("all said", (await worker.AnswerAsync(stream)).Text);
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Silence_behind_the_end_of_the_answer_does_no_harm()
    {
        await using var worker = await RunningWorker.StartAsync(("Upstream:ReadTimeoutSeconds", "3"));
        worker.Upstream.Default = UpstreamReply.Stream().Text("all said").Finish("stop").Silence();

        Assert.Equal("all said", (await worker.AnswerAsync()).Text);
    }

    [Fact]
    public async Task A_refusal_whose_body_never_comes_is_still_that_refusal()
    {
        await using var worker = await RunningWorker.StartAsync(("Upstream:ReadTimeoutSeconds", "3"));
        worker.Upstream.Default = UpstreamReply.Stream().WithStatus(401).SendHeaders().Silence();

        Assert.Equal(403, (await worker.FailureAsync()).Status);
    }

    [Fact]
    public async Task A_refusal_whose_body_is_garbled_is_still_that_refusal()
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Body(401, "application/json", "not compressed").WithHeader("Content-Encoding", "gzip");

        Assert.Equal(403, (await worker.FailureAsync()).Status);
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("invalid_request_error", "context_length_exceeded", 400)]
    [InlineData("BadRequestError", "", 400)]
    [InlineData("authentication_error", "invalid_api_key", 403)]
    [InlineData("NotFoundError", "model_not_found", 404)]
    public async Task An_error_in_the_stream_that_will_not_pass_is_not_repeated(string type, string code, int expected)
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Stream().Chunk($$$"""{"error":{"message":"so it is","type":"{{{type}}}","code":"{{{code}}}"}}""");

        var failure = await worker.FailureAsync();

        Assert.Equal(expected, failure.Status);
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_named_with_where_it_points()
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Body(301, "text/plain", "moved").WithHeader("Location", "https://elsewhere.example/v1/chat/completions");

        var failure = await worker.FailureAsync();

        Assert.Contains("https://elsewhere.example/v1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("NVIDIA_NIM_BASE_URL", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }

    [Fact]
    public async Task An_error_that_is_mostly_white_space_is_told_all_the_same()
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Body(400, "text/plain", "no" + new string(' ', 60_000) + "way");

        var failure = await worker.FailureAsync();

        Assert.Contains("\"no way\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_take_the_request_is_named_as_that()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var worker = await RunningWorker.StartAsync(
            ("Providers:nvidia_nim:BaseUrl", $"http://{deaf.LocalEndpoint}/v1"), ("Upstream:WriteTimeoutSeconds", "0.3"), ("Upstream:MaxRetries", "0"));

        var failure = await worker.FailureAsync(AnthropicRequests.ToUtf8(AnthropicRequests.Hello(text: new string('x', 20_000_000))));

        Assert.Contains("it took no more of the request for 0.3 s (HTTP_WRITE_TIMEOUT)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_at_the_edge_of_what_is_quoted_is_not_shown_in_part()
    {
        const string Key = "a-key-like-no-other-1234567890";
        await using var worker = await RunningWorker.StartAsync(("Providers:nvidia_nim:ApiKey", Key), ("Upstream:MaxRetries", "0"));
        for (var before = 150; before < 610; before += 9)
        {
            worker.Upstream.Default = UpstreamReply.Stream().Raw($"data: {new string('x', before)}{Key}\n\n");

            Assert.DoesNotContain(Key[..6], (await worker.FailureAsync()).Message, StringComparison.Ordinal);
        }
    }
}

using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Faults;

/// <summary>What goes wrong before the client has seen anything: it is repeated invisibly or becomes a true status.</summary>
public abstract class BeforeTheCommitPoint
{
    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    private static readonly UpstreamReply Good = UpstreamReply.Answer("all ", "good");

    public static TheoryData<string> PassingFaults => [.. Passing.Keys];

    private static Dictionary<string, UpstreamReply> Passing { get; } = new(StringComparer.Ordinal)
    {
        ["500"] = UpstreamReply.Error(500),
        ["502"] = UpstreamReply.Error(502),
        ["503"] = UpstreamReply.Error(503),
        ["504"] = UpstreamReply.Error(504),
        ["429 that asks for no wait"] = UpstreamReply.RateLimited("0"),
        ["429 without Retry-After"] = UpstreamReply.RateLimited(),
        ["reset before any byte"] = UpstreamReply.Stream().Reset(),
        ["reset after the headers"] = UpstreamReply.Stream().SendHeaders().Reset(),
        ["cut before any chunk"] = UpstreamReply.Stream().SendHeaders().CutOff(),
        ["an end without a chunk"] = UpstreamReply.Stream(),
        ["an error object in the stream"] = UpstreamReply.Stream().StreamError("engine died"),
        ["a JSON error with status 200"] = UpstreamReply.ErrorWithStatus200(),
        ["an empty completion"] = UpstreamReply.Empty(),
        ["a web page"] = UpstreamReply.WebPage(),
        ["a chunk that is not JSON"] = UpstreamReply.Stream().Raw("data: {oops\n\n").Done(),
    };

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_fault_that_passes_is_not_seen_by_a_streaming_client(string fault)
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(Passing[fault], Good);

        var answer = await pipeline.StreamAsync(AnthropicRequests.Hello());

        Assert.Equal("all good", answer.Text);
        Assert.Equal(2, pipeline.Upstream.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_fault_that_passes_is_not_seen_by_a_client_that_does_not_stream(string fault)
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(Passing[fault], Good);

        var message = await pipeline.CompleteAsync(AnthropicRequests.Hello(stream: false));

        Assert.Equal("all good", message.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(2, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_client_that_does_not_stream_is_spared_even_a_cut_in_the_middle()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("half an ").CutOff(), Good);

        var message = await pipeline.CompleteAsync(AnthropicRequests.Hello(stream: false));

        Assert.Equal("all good", message.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(401, 403, "permission_error", 1)]
    [InlineData(403, 403, "permission_error", 1)]
    [InlineData(404, 404, "not_found_error", 1)]
    [InlineData(413, 413, "request_too_large", 1)]
    [InlineData(422, 400, "invalid_request_error", 1)]
    [InlineData(500, 500, "api_error", 4)]
    [InlineData(502, 500, "api_error", 4)]
    [InlineData(503, 529, "overloaded_error", 4)]
    [InlineData(504, 504, "timeout_error", 4)]
    public async Task A_fault_that_stays_is_a_true_status(int upstream, int expected, string type, int calls)
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Body(upstream, "application/json", """{"error":{"message":"so it is"}}""");

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((expected, type), (error.Status, error.Type));
        Assert.Contains("NVIDIA NIM", error.Message, StringComparison.Ordinal);
        Assert.Contains($"status {upstream}, \"so it is\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(calls, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_refused_request_is_told_in_the_upstreams_own_words_and_not_repeated()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.BadRequest("top_q is not a parameter");

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((400, "invalid_request_error"), (error.Status, error.Type));
        Assert.Contains("top_q is not a parameter", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_refused_key_is_a_403_with_the_remedy()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.RequiredKey = "another";

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((403, "permission_error"), (error.Status, error.Type));
        Assert.Contains("NVIDIA_NIM_API_KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_is_a_403_with_the_remedy_and_no_call()
    {
        await using var pipeline = await StartAsync(("NVIDIA_NIM_API_KEY", ""));

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((403, "permission_error"), (error.Status, error.Type));
        Assert.Contains("https://build.nvidia.com", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_long_rate_limit_goes_to_the_client_with_its_true_wait()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.RateLimited("42");

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((429, "rate_limit_error", 42), (error.Status, error.Type, error.RetryAfter));
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_is_named()
    {
        await using var pipeline = await StartAsync(("NVIDIA_NIM_BASE_URL", "http://127.0.0.1:1/v1"));

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((500, "api_error"), (error.Status, error.Type));
        Assert.Contains("http://127.0.0.1:1/v1", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_with_a_timeout_error_and_is_not_repeated()
    {
        await using var pipeline = await StartAsync(("HTTP_READ_TIMEOUT", "2"));
        pipeline.Upstream.Default = UpstreamReply.Stream().SendHeaders().Silence();

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((504, "timeout_error"), (error.Status, error.Type));
        await pipeline.Upstream.Requests.All[0].Disconnected.Soon();
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_retryable_fault_after_a_ping_makes_the_client_stream_again()
    {
        await using var pipeline = await StartAsync(("PING_AFTER", "0.05"), ("HTTP_READ_TIMEOUT", "3"));
        pipeline.Upstream.Default = UpstreamReply.Stream().Silence();

        var answer = await pipeline.StreamAsync(AnthropicRequests.Hello());

        Assert.Equal("overloaded_error", answer.Error);
        Assert.Empty(answer.Text);
    }

    [Fact]
    public async Task Our_key_is_in_no_error_and_no_log_even_if_the_upstream_repeats_it()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Body(401, "application/json", """{"error":{"message":"Incorrect API key provided: nvapi-test-key."}}""");

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Contains("[key]", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nvapi-test-key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nvapi-test-key", pipeline.Output, StringComparison.Ordinal);
    }
}

/// <summary>The same in one process.</summary>
public sealed class BeforeTheCommitPointInOneProcess : BeforeTheCommitPoint
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class BeforeTheCommitPointOverTheBroker : BeforeTheCommitPoint
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

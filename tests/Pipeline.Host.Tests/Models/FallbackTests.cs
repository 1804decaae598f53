using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary>Where a model fails before the client has seen anything, the next one answers, and nobody notices.</summary>
public abstract class FallbackTests
{
    private const string First = "vendor/first";
    private const string Second = "vendor/second";

    public static TheoryData<string> Failing => [.. Faults.Keys];

    private static Dictionary<string, UpstreamReply> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["an empty answer"] = UpstreamReply.Empty(),
        ["a cut"] = UpstreamReply.Stream().SendHeaders().CutOff(),
        ["an error object"] = UpstreamReply.Stream().StreamError("engine died"),
        ["a 500"] = UpstreamReply.Error(500),
        ["a refused key"] = UpstreamReply.Error(401),
        ["an unknown model"] = UpstreamReply.Error(404),
        ["a request it does not like"] = UpstreamReply.BadRequest("no"),
        ["a rate limit of a minute"] = UpstreamReply.RateLimited("60"),
        ["silence"] = UpstreamReply.Stream().Silence(),
    };

    private protected abstract Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings);

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task Another_provider_steps_in(string fault)
    {
        await using var pipeline = await StartAsync(Faults[fault]);

        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello());
        await response.ReadToEndAsync();

        Assert.Equal("from the second", StreamedAnswer.From(response.RawBytes).Text);
        Assert.Equal($"open_router/{Second}", response.Headers.GetValues("x-pipeline-model").Single());
    }

    [Fact]
    public async Task A_whole_answer_is_saved_even_from_a_cut_in_its_middle()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Stream().Text("half an ").CutOff());

        var message = await pipeline.CompleteAsync(AnthropicRequests.Hello(stream: false));

        Assert.Equal("from the second", message.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_provider_without_a_key_or_out_of_reach_is_passed_over()
    {
        await using var pipeline = await StartAsync(
            UpstreamReply.Answer("never asked"),
            ("NVIDIA_NIM_API_KEY", ""),
            ("LM_STUDIO_BASE_URL", "http://127.0.0.1:1/v1"),
            ("MODEL", $"nvidia_nim/{First}, lmstudio/{First}, open_router/{Second}"));

        Assert.Equal("from the second", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
    }

    [Fact]
    public async Task Where_all_fail_the_person_is_told_of_all()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(500), ("OPENROUTER_BASE_URL", "http://127.0.0.1:1/v1"));

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((500, "api_error"), (error.Status, error.Type));
        Assert.Contains("NVIDIA NIM", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Fallback open_router/{Second}: OpenRouter at http://127.0.0.1:1/v1 could not be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_goes_back_to_be_compacted()
    {
        await using var pipeline = await StartAsync(UpstreamReply.BadRequest("This model's maximum context length is 10 tokens. However, your messages resulted in 12 tokens."));

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.StartsWith("prompt is too long: 12 tokens > 10 maximum", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task After_the_first_words_nobody_steps_in()
    {
        var seen = new TaskCompletionSource();
        await using var pipeline = await StartAsync(UpstreamReply.Stream().Text("half an ").WaitFor(seen).CutOff());

        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello());
        await using var answer = new OpenAnswer(response);
        await answer.FirstWordsAsync();
        seen.SetResult();

        Assert.Equal("api_error", (await answer.RestAsync()).Error);
        Assert.Equal([First], pipeline.Upstream.Requests.All.Select(request => request.Model));
    }

    [Fact]
    public async Task A_model_that_the_client_names_itself_has_no_stand_in()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(404));

        Assert.Equal(404, (await pipeline.ErrorAsync(AnthropicRequests.Hello(model: $"nvidia_nim/{First}"))).Status);
        Assert.Equal("from the second", (await pipeline.StreamAsync(AnthropicRequests.Hello(model: $"open_router/{Second}"))).Text);
    }

    [Fact]
    public async Task A_provider_that_is_not_configured_says_what_is_missing()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Answer("never asked"), ("OPENROUTER_API_KEY", ""));

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello(model: "open_router/any"));

        Assert.Equal((403, "permission_error"), (error.Status, error.Type));
        Assert.Contains("OPENROUTER_API_KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_a_provider_go_with_its_calls_alone()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(404), ("OPENROUTER_HEADERS", "X-Title: Pipeline; HTTP-Referer: https://example.com"));

        await pipeline.StreamAsync(AnthropicRequests.Hello());

        Assert.False(pipeline.Upstream.Requests.All[0].Headers.ContainsKey("X-Title"));
        Assert.Equal("Bearer nvapi-test-key", pipeline.Upstream.Requests.All[0].Headers["Authorization"]);
        Assert.Equal(("Pipeline", "https://example.com", "Bearer or-test-key"), (
            pipeline.Upstream.Requests.All[1].Headers["X-Title"],
            pipeline.Upstream.Requests.All[1].Headers["HTTP-Referer"],
            pipeline.Upstream.Requests.All[1].Headers["Authorization"]));
    }

    private async Task<IPipeline> StartAsync(UpstreamReply first, params (string Name, string Value)[] settings)
    {
        var pipeline = await StartPipelineAsync(
        [
            ("MODEL", $"nvidia_nim/{First}, open_router/{Second}"),
            ("OPENROUTER_API_KEY", "or-test-key"),
            ("OPENROUTER_BASE_URL", IPipeline.UpstreamAddress),
            ("NVIDIA_NIM_FIRST_BYTE_TIMEOUT", "1"),
            ("PING_AFTER", "300"),
            ("Upstream__MaxRetries", "1"),
            .. settings,
        ]);
        pipeline.Upstream.Responder = request => request.Model == Second ? UpstreamReply.Answer("from the ", "second") : first;
        return pipeline;
    }
}

/// <summary>The same in one process.</summary>
public sealed class FallbackTestsInOneProcess : FallbackTests
{
    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class FallbackTestsOverTheBroker : FallbackTests
{
    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

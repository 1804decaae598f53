using System.Net;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary>A model that fails again and again is left alone, and others are none the worse for it.</summary>
public sealed class BrokenModelTests
{
    private const string Broken = "vendor/broken";

    private static readonly (string Name, string Value)[] Settings =
    [
        ("MODEL", $"nvidia_nim/{Broken}"),
        ("Upstream__MaxRetries", "0"),
        ("Upstream__BreakerFailures", "4"),
    ];

    [Fact]
    public async Task It_is_called_no_more_and_the_client_is_told_for_how_long()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(500), ("Upstream__BreakSeconds", "60"));
        await FailAsync(pipeline, times: 4);

        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());

        Assert.Equal((529, "overloaded_error"), (error.Status, error.Type));
        Assert.InRange(error.RetryAfter!.Value, 1, 60);
        Assert.Contains("left alone", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Its_fallback_is_asked_without_delay()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(500), ("Upstream__BreakSeconds", "60"), ("MODEL", $"nvidia_nim/{Broken}, nvidia_nim/vendor/sound"));
        for (var request = 0; request < 6; request++) Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);

        Assert.Equal(4, pipeline.Upstream.Requests.All.Count(request => request.Model == Broken));
    }

    [Fact]
    public async Task It_is_tried_with_one_call_and_then_serves_again()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(500), ("Upstream__BreakSeconds", "0.6"));
        await FailAsync(pipeline, times: 4);
        pipeline.Upstream.Responder = null;

        // The client tries again when it is told to, as a client does.
        await Patience.UntilAsync(async () =>
        {
            using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello());
            return response.Status == HttpStatusCode.OK;
        });

        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        Assert.Equal(6, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task It_serves_all_again_as_soon_as_it_begins_to_answer_the_call_that_tries_it()
    {
        var time = new ShiftedTime();
        await using var pipeline = await StartAsync(time, UpstreamReply.Error(500), ("Upstream__BreakSeconds", "30"));
        await FailAsync(pipeline, times: 4);
        var gate = new TaskCompletionSource();
        pipeline.Upstream.Responder = null;
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("a long ").WaitFor(gate).Text("answer").Complete("stop"));

        time.Advance(TimeSpan.FromSeconds(31));
        await using var trying = new OpenAnswer(await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello()));
        await trying.FirstWordsAsync();

        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        gate.SetResult();
        Assert.Equal("a long answer", (await trying.RestAsync()).Text);
    }

    [Fact]
    public async Task However_long_the_call_that_tries_it_takes_others_are_told_to_come_back_later()
    {
        var time = new ShiftedTime();
        await using var pipeline = await StartAsync(time, UpstreamReply.Error(500), ("Upstream__BreakSeconds", "30"));
        await FailAsync(pipeline, times: 4);
        var gate = new TaskCompletionSource();
        pipeline.Upstream.Responder = _ => UpstreamReply.Answer("ok").After(gate.Task);

        time.Advance(TimeSpan.FromSeconds(31));
        var trying = pipeline.StreamAsync(AnthropicRequests.Hello());
        await pipeline.Upstream.Requests.NthAsync(5);
        time.Advance(TimeSpan.FromSeconds(100));
        var error = await pipeline.ErrorAsync(AnthropicRequests.Hello());
        gate.SetResult();

        Assert.Equal((529, 1), (error.Status, error.RetryAfter));
        Assert.Contains("for 1 s", error.Message, StringComparison.Ordinal);
        Assert.Equal("ok", (await trying).Text);
    }

    [Fact]
    public async Task Other_models_of_its_provider_are_called()
    {
        await using var pipeline = await StartAsync(UpstreamReply.Error(500), ("Upstream__BreakSeconds", "60"));
        await FailAsync(pipeline, times: 5);

        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello(model: "nvidia_nim/vendor/sound"))).Text);
    }

    [Fact]
    public async Task A_request_that_it_refuses_or_a_rate_limit_does_not_make_it_broken()
    {
        await using var pipeline = await StartAsync(UpstreamReply.BadRequest("no"), ("Upstream__BreakSeconds", "60"));
        await FailAsync(pipeline, times: 8);

        Assert.Equal(8, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_hangs_takes_no_place_of_anothers()
    {
        await using var pipeline = await StartAsync(
            UpstreamReply.Stream().Silence(),
            ("PROVIDER_MAX_CONCURRENCY", "2"),
            ("OLLAMA_BASE_URL", IPipeline.UpstreamAddress));
        using var leaving = new CancellationTokenSource();
        var hanging = Enumerable.Range(0, 4).Select(_ => pipeline.Client.PostMessageAsync(AnthropicRequests.Hello(), leaving.Token)).ToList();
        await pipeline.Upstream.Requests.WhenAsync(log => log.InFlight == 2);

        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello(model: "ollama/llama"))).Text);

        await leaving.CancelAsync();
        foreach (var request in hanging) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    private static Task<RunningPipeline> StartAsync(UpstreamReply broken, params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, broken, settings);

    private static async Task<RunningPipeline> StartAsync(TimeProvider time, UpstreamReply broken, params (string Name, string Value)[] settings)
    {
        var pipeline = await RunningPipeline.StartAsync(time, [.. Settings, .. settings]);
        pipeline.Upstream.Responder = request => request.Model == Broken ? broken : null;
        return pipeline;
    }

    private static async Task FailAsync(RunningPipeline pipeline, int times)
    {
        for (var request = 0; request < times; request++) await pipeline.ErrorAsync(AnthropicRequests.Hello());
    }
}

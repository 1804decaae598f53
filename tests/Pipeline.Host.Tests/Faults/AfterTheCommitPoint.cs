using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Faults;

/// <summary>What goes wrong after the first words: the client gets an error event, never an end that looks well.</summary>
public abstract class AfterTheCommitPoint
{
    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    public static TheoryData<string> AllFaults => [.. Faults.Keys];

    private static Dictionary<string, Func<UpstreamReply, UpstreamReply>> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["reset"] = half => half.Reset(),
        ["cut"] = half => half.CutOff(),
        ["an end without finish and [DONE]"] = half => half,
        ["an error object"] = half => half.StreamError("engine died"),
        ["silence"] = half => half.Silence(),
        ["a chunk that is not JSON"] = half => half.Raw("data: {oops\n\n").Done(),
        ["a cut in the middle of a tool call"] = half => half.ToolCallDelta(0, "call_123456789012", "Bash", "{\"comm").CutOff(),
        ["tool arguments that are not JSON"] = half => half.ToolCallDelta(0, "call_123456789012", "Bash", "{\"comm").Finish("tool_calls").Done(),
    };

    [Theory]
    [MemberData(nameof(AllFaults))]
    public async Task A_stream_that_breaks_ends_in_an_error_event(string fault)
    {
        await using var pipeline = await StartAsync(("HTTP_READ_TIMEOUT", fault == "silence" ? "2" : "60"));
        var seen = new TaskCompletionSource();
        pipeline.Upstream.Enqueue(Faults[fault](UpstreamReply.Stream().Text("half an ").WaitFor(seen)));

        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.WithTools("Bash"));
        await foreach (var next in response.EventsAsync())
        {
            if (next.Name == "content_block_delta") seen.TrySetResult();
        }

        var answer = StreamedAnswer.From(response.RawBytes);
        Assert.Equal("half an ", answer.Text);
        Assert.NotNull(answer.Error);
        Assert.Null(answer.StopReason);
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_upstream()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("half an ").Silence());

        using (var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello()))
        {
            await foreach (var first in response.EventsAsync())
            {
                Assert.Equal("message_start", first.Name);
                break;
            }
        }

        await pipeline.Upstream.Requests.All[0].Disconnected.Soon();
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_first_word_stops_the_upstream()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Silence());
        using var leaving = new CancellationTokenSource();
        var asking = pipeline.Client.PostMessageAsync(AnthropicRequests.Hello(), leaving.Token);
        var request = await pipeline.Upstream.Requests.NthAsync(1);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await request.Disconnected.Soon();
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_for_a_slot_costs_no_call()
    {
        await using var pipeline = await StartAsync(("PROVIDER_MAX_CONCURRENCY", "1"), ("PING_AFTER", "0.05"));
        var gate = new TaskCompletionSource();
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("first").After(gate.Task));
        var first = pipeline.StreamAsync(AnthropicRequests.Hello());
        await pipeline.Upstream.Requests.NthAsync(1);

        using (var second = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello()))
        {
            await foreach (var ping in second.EventsAsync())
            {
                Assert.Equal("ping", ping.Name);
                break;
            }
        }

        await pipeline.SaysAsync("stopped, as nobody waits for it any more");
        gate.SetResult();
        Assert.Equal("first", (await first).Text);
        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        Assert.Equal(2, pipeline.Upstream.Requests.Count);
    }
}

/// <summary>The same in one process.</summary>
public sealed class AfterTheCommitPointInOneProcess : AfterTheCommitPoint
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class AfterTheCommitPointOverTheBroker : AfterTheCommitPoint
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

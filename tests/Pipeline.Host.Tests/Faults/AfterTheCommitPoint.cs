using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Faults;

/// <summary>What goes wrong after the first words: the client gets an error event, never an end that looks well.</summary>
public sealed class AfterTheCommitPoint
{
    private static readonly UpstreamReply Half = UpstreamReply.Stream().Text("half an ");

    public static TheoryData<string> AllFaults => [.. Faults.Keys];

    private static Dictionary<string, UpstreamReply> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["reset"] = Half.Reset(),
        ["cut"] = Half.CutOff(),
        ["an end without finish and [DONE]"] = Half,
        ["an error object"] = Half.StreamError("engine died"),
        ["silence"] = Half.Silence(),
        ["a cut in the middle of a tool call"] = Half.ToolCallDelta(0, "call_123456789012", "Bash", "{\"comm").CutOff(),
    };

    [Theory]
    [MemberData(nameof(AllFaults))]
    public async Task A_stream_that_breaks_ends_in_an_error_event(string fault)
    {
        await using var pipeline = await RunningPipeline.StartAsync(("HTTP_READ_TIMEOUT", "0.3"));
        pipeline.Upstream.Enqueue(Faults[fault]);

        var answer = await pipeline.StreamAsync(AnthropicRequests.WithTools("Bash"));

        Assert.Equal("half an ", answer.Text);
        Assert.NotNull(answer.Error);
        Assert.Null(answer.StopReason);
        Assert.Equal(1, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_upstream()
    {
        await using var pipeline = await RunningPipeline.StartAsync();
        pipeline.Upstream.Enqueue(Half.Silence());

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
        await using var pipeline = await RunningPipeline.StartAsync();
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
        await using var pipeline = await RunningPipeline.StartAsync(("PROVIDER_MAX_CONCURRENCY", "1"), ("PING_AFTER", "0.05"));
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

        gate.SetResult();
        Assert.Equal("first", (await first).Text);
        Assert.Equal("ok", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
        Assert.Equal(2, pipeline.Upstream.Requests.Count);
    }
}

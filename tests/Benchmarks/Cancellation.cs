using System.Diagnostics;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Benchmarks;

/// <summary>How long an upstream goes on writing for a client that has left.</summary>
internal static class Cancellation
{
    public static async Task MeasureAsync(int samples)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = UpstreamReply.Stream().Text("first").Silence();
        var (host, address) = await ChildProcess.StartAsync("Pipeline.Host.dll", ["--urls", "http://127.0.0.1:0"], Suite.HostSettings(upstream.BaseAddress));
        using var hostProcess = host;
        using var client = new SseClient(address);

        var times = new List<double>();
        for (var i = 0; i < samples; i++)
        {
            var left = await LeaveAsync(client);
            await upstream.Requests.All[i].Disconnected;
            times.Add(Stopwatch.GetElapsedTime(left).TotalMilliseconds);
        }

        Console.WriteLine($"from the client's leaving to the upstream's noticing, {samples} times");
        Console.WriteLine($"  p50 {Comparison.Percentile(times, 50):0.0} ms, p95 {Comparison.Percentile(times, 95):0.0} ms, longest {times.Max():0.0} ms");
    }

    private static async Task<long> LeaveAsync(SseClient client)
    {
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());
        await foreach (var next in response.EventsAsync())
        {
            if (next.Name == "content_block_delta") break;
        }

        return Stopwatch.GetTimestamp();
    }
}

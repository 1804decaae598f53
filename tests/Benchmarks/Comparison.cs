using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;

namespace Pipeline.Benchmarks;

/// <summary>Asks the pipeline and its upstream in turns.</summary>
internal sealed class Comparison(Uri pipeline, Uri upstream, IReadOnlyList<ChildProcess> processes, bool quick)
{
    private readonly int _samples = quick ? 200 : 2_000;
    private readonly TimeSpan _load = TimeSpan.FromSeconds(quick ? 2 : 10);

    /// <summary>Time to the first content, one request at a time, the two sides in turns.</summary>
    public async Task TimeToFirstTokenAsync(string name, JsonObject body)
    {
        var (through, direct) = Targets(body);
        using var throughConnection = new RawConnection(through.Server);
        using var directConnection = new RawConnection(direct.Server);
        var throughTimes = new List<double>();
        var directTimes = new List<double>();
        for (var i = -_samples / 2; i < _samples; i++)
        {
            var directTime = await directConnection.AskAsync(direct.Request, direct.Content);
            var throughTime = await throughConnection.AskAsync(through.Request, through.Content);

            // The first third warms both sides up.
            if (i < 0) continue;
            directTimes.Add(directTime.TotalMilliseconds);
            throughTimes.Add(throughTime.TotalMilliseconds);
        }

        Console.WriteLine($"time to first token, {name}, {_samples} requests in turns");
        Report("direct", directTimes);
        Report("pipeline", throughTimes);
        var (p50Direct, p50Through) = (Percentile(directTimes, 50), Percentile(throughTimes, 50));
        Console.WriteLine($"  added at p50: {p50Through - p50Direct:0.00} ms (ratio {p50Through / p50Direct:0.0})");
        Console.WriteLine();
    }

    /// <summary>Streams a second over many connections at once, the two sides one after the other.</summary>
    public async Task ThroughputAsync(string name, JsonObject body, int connections)
    {
        var (through, direct) = Targets(body);
        await LoadAsync(through, connections, _load / 2);
        var (directRate, _) = await LoadAsync(direct, connections, _load);
        var before = ProcessorTime;
        var (throughRate, count) = await LoadAsync(through, connections, _load);
        var perStream = (ProcessorTime - before) / count;

        Console.WriteLine($"throughput, {name}, {connections} connections, {_load.TotalSeconds:0} s each");
        Console.WriteLine($"  direct:   {directRate,7:0} streams/s");
        Console.WriteLine($"  pipeline: {throughRate,7:0} streams/s (ratio {throughRate / directRate:0.00}; {perStream.TotalMicroseconds:0} µs of our processes' processor time each)");
        Console.WriteLine();
    }

    /// <summary>Deltas a second through one relay, in long answers over a few connections.</summary>
    public async Task FrameRateAsync(int connections)
    {
        var target = Target.Pipeline(pipeline, AnthropicRequests.ToUtf8(AnthropicRequests.Hello(model: "claude-haiku-4-5")));
        await LoadAsync(target, connections, _load / 2);
        var before = ProcessorTime;
        var (rate, count) = await LoadAsync(target, connections, _load);
        var frames = count * UpstreamProcess.LongDeltas;
        Console.WriteLine($"long answers of {UpstreamProcess.LongDeltas} deltas, {connections} connections");
        Console.WriteLine($"  {rate * UpstreamProcess.LongDeltas:0} deltas/s, {((ProcessorTime - before) / frames).TotalMicroseconds:0.0} µs of our processes' processor time each");
        Console.WriteLine();
    }

    private TimeSpan ProcessorTime => processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    private (Target Through, Target Direct) Targets(JsonObject body) =>
        (Target.Pipeline(pipeline, AnthropicRequests.ToUtf8(body)), Target.Direct(upstream, Suite.Translated(body)));

    private static async Task<(double Rate, long Count)> LoadAsync(Target target, int connections, TimeSpan length)
    {
        var count = 0L;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new RawConnection(target.Server);
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                await connection.AskAsync(target.Request, target.Content);
                Interlocked.Increment(ref count);
            }
        })));
        return (count / Stopwatch.GetElapsedTime(began).TotalSeconds, count);
    }

    private static void Report(string name, List<double> times) => Console.WriteLine(
        $"  {name + ":",-9} p50 {Percentile(times, 50):0.00} ms, p95 {Percentile(times, 95):0.00} ms, p99 {Percentile(times, 99):0.00} ms");

    internal static double Percentile(List<double> values, int percent)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, values.Count * percent / 100)];
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.LocalAnswers;
using Pipeline.Ingress.Messages;
using Pipeline.TestKit.Sse;

namespace Pipeline.Benchmarks;

/// <summary>What it costs every request to find those that need no model, and how soon these are answered.</summary>
internal static class WithoutModel
{
    private const int Calls = 1_000;

    /// <summary>The check of a request with and without classification, in turns, and what is allocated on the way.</summary>
    public static void MeasureClassification(bool quick)
    {
        Console.WriteLine("\n=== finding what needs no model ===\n");
        Measure("120 KB, 25 tools, 30 messages", AnthropicRequests.Realistic(120), quick);
        Measure("120 KB, one message, no tools", AnthropicRequests.Hello(text: string.Concat(Enumerable.Repeat("What does this line of the log say? ", 3_300))), quick);
    }

    /// <summary>How long titles take, the first of a process and the others.</summary>
    public static async Task MeasureAnswersAsync(Uri pipeline, bool quick)
    {
        using var client = new SseClient(pipeline);
        var times = new List<double>();
        var missed = 0;
        while (times.Count < (quick ? 200 : 2_000))
        {
            if (await TryAskAsync(client) is { } time) times.Add(time);
            else missed++;
        }

        var first = times[0];
        var rest = times[(times.Count / 2)..];
        Console.WriteLine($"titles without a model, one at a time: first {first:0} ms; p50 {Comparison.Percentile(rest, 50):0.00} ms, p95 {Comparison.Percentile(rest, 95):0.00} ms, p99 {Comparison.Percentile(rest, 99):0.00} ms; {missed} went to the model\n");
    }

    private static async Task<double?> TryAskAsync(SseClient client)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await client.PostMessageAsync(LocalRequests.Title("please fix the login redirect bug in src/auth.py"));
        await response.ReadToEndAsync();
        return response.RawText.Contains("Login redirect bug", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : null;
    }

    private static void Measure(string name, JsonObject request, bool quick)
    {
        var body = AnthropicRequests.ToUtf8(request);
        var (plain, classified, classifying) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < (quick ? 20 : 100); round++)
        {
            plain.Add(Time(body, (bytes, _) => RequestReader.Read(bytes).Outline.Turns));
            classified.Add(Time(body, (bytes, _) => (int)RequestClassifier.Classify(bytes, RequestReader.Read(bytes))));
            classifying.Add(Time(body, (bytes, shape) => (int)RequestClassifier.Classify(bytes, shape)));
        }

        var (read, both, alone) = (Comparison.Percentile(plain, 50), Comparison.Percentile(classified, 50), Comparison.Percentile(classifying, 50));
        Console.WriteLine($"{name}: check {read:0.0} µs, with classification {both:0.0} µs (ratio {both / read:0.000}); classification alone {alone:0.000} µs, {Allocated(body)} bytes allocated");
    }

    private static double Time(byte[] body, Func<byte[], RequestShape, int> work)
    {
        var shape = RequestReader.Read(body);
        var began = Stopwatch.GetTimestamp();
        var kinds = 0;
        for (var call = 0; call < Calls; call++) kinds |= work(body, shape);
        GC.KeepAlive(kinds);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / Calls;
    }

    private static long Allocated(byte[] body)
    {
        var shape = RequestReader.Read(body);
        var kinds = LocalAnswerKind.None;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < Calls; call++) kinds |= RequestClassifier.Classify(body, shape);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return kinds == LocalAnswerKind.None ? allocated : throw new InvalidOperationException("Real work was taken for something else.");
    }
}

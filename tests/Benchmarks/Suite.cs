using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Benchmarks;

/// <summary>
/// Everything that is claimed of speed, measured against the same upstream called directly, in one run.
/// Compare the ratios: the figures themselves belong to the machine.
/// </summary>
internal static class Suite
{
    public static async Task<int> RunAsync(bool quick)
    {
        var (upstream, upstreamAddress) = await ChildProcess.StartAsync("Pipeline.Benchmarks.dll", ["upstream"], new Dictionary<string, string>());
        using var upstreamProcess = upstream;
        var (host, hostAddress) = await ChildProcess.StartAsync("Pipeline.Host.dll", ["--urls", "http://127.0.0.1:0"], HostSettings(upstreamAddress));
        using var hostProcess = host;
        var comparison = new Comparison(hostAddress, upstreamAddress, hostProcess, quick);

        Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
        Console.WriteLine($"host at rest: {hostProcess.ResidentMegabytes:0} MB resident");
        Console.WriteLine();
        await comparison.TimeToFirstTokenAsync("small body", AnthropicRequests.Hello());
        await comparison.TimeToFirstTokenAsync("120 KB body (25 tools, 30 messages)", AnthropicRequests.Realistic(120));
        await comparison.ThroughputAsync("small streams", AnthropicRequests.Hello(), connections: 32);
        await comparison.ThroughputAsync("120 KB streams", AnthropicRequests.Realistic(120), connections: 32);
        Console.WriteLine($"host after the run: {hostProcess.ResidentMegabytes:0} MB resident");
        Console.WriteLine();
        await Cancellation.MeasureAsync(quick ? 20 : 100);
        return 0;
    }

    /// <summary>What the pipeline itself would send upstream for a request.</summary>
    public static byte[] Translated(JsonObject body) =>
        RequestTranslator.Translate(AnthropicRequests.ToUtf8(body), "test/model", "test/model").Chat.ToUtf8();

    public static Dictionary<string, string> HostSettings(Uri upstream) => new(StringComparer.Ordinal)
    {
        ["NVIDIA_NIM_API_KEY"] = "bench",
        ["NVIDIA_NIM_BASE_URL"] = $"{upstream}v1",
        ["MODEL"] = "nvidia_nim/test/model",
        ["PROVIDER_MAX_CONCURRENCY"] = "256",
    };
}

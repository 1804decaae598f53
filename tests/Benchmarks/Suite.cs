using System.Text.Json.Nodes;
using Pipeline.Benchmarks.Tokens;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Benchmarks;

/// <summary>
/// Everything that is claimed of speed, measured against the same upstream called directly, in one run.
/// Compare the ratios: the figures themselves belong to the machine.
/// </summary>
internal static class Suite
{
    private static readonly string[] FreePort = ["--urls", "http://127.0.0.1:0"];

    public static async Task<int> RunAsync(bool quick)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
        var (upstream, upstreamAddress) = await ChildProcess.StartAsync("Pipeline.Benchmarks.dll", ["upstream"], new Dictionary<string, string>());
        using var upstreamProcess = upstream;
        WithoutModel.MeasureClassification(quick);
        await EmbeddedAsync(upstreamAddress, quick);
        await OverTheBrokerAsync(upstreamAddress, quick);
        await AgentsAsync(upstreamAddress, quick);
        await TelegramAsync(upstreamAddress, quick);
        await new TokenSpeed(quick).RunAsync();
        return 0;
    }

    /// <summary>How soon an agent begins; needs the real CLI.</summary>
    public static async Task<int> AgentsAsync(bool quick)
    {
        var (upstream, upstreamAddress) = await ChildProcess.StartAsync("Pipeline.Benchmarks.dll", ["upstream"], new Dictionary<string, string>());
        using var upstreamProcess = upstream;
        await AgentsAsync(upstreamAddress, quick);
        return 0;
    }

    /// <summary>How soon a person sees that their task has begun; needs the real CLI.</summary>
    public static async Task<int> TelegramAsync(bool quick)
    {
        var (upstream, upstreamAddress) = await ChildProcess.StartAsync("Pipeline.Benchmarks.dll", ["upstream"], new Dictionary<string, string>());
        using var upstreamProcess = upstream;
        await TelegramAsync(upstreamAddress, quick);
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
        ["MODEL_HAIKU"] = $"nvidia_nim/{UpstreamProcess.LongModel}",
        ["PROVIDER_MAX_CONCURRENCY"] = "256",
        ["PROVIDER_RATE_LIMIT"] = "0",
    };

    private static async Task EmbeddedAsync(Uri upstream, bool quick)
    {
        Console.WriteLine("\n=== one process ===\n");
        var (process, address) = await ChildProcess.StartAsync("Pipeline.Host.dll", FreePort, HostSettings(upstream));
        using var host = process;
        Console.WriteLine($"host at rest: {host.ResidentMegabytes:0} MB resident\n");
        await WithoutModel.MeasureAnswersAsync(address, quick);
        var comparison = new Comparison(address, upstream, [host], quick);
        await CompareAsync(comparison);
        Console.WriteLine($"host after these: {host.ResidentMegabytes:0} MB resident\n");
        await CompareLargeAsync(comparison);
        Console.WriteLine($"host after the run: {host.ResidentMegabytes:0} MB resident\n");
        await Cancellation.MeasureAsync(quick ? 20 : 100);
    }

    private static async Task AgentsAsync(Uri upstream, bool quick)
    {
        Console.WriteLine("\n=== agents ===\n");
        var (process, address) = await ChildProcess.StartAsync("Pipeline.Host.dll", FreePort, HostSettings(upstream));
        using var host = process;
        using var start = new AgentStart(address, quick);
        await start.RunAsync();
    }

    private static async Task TelegramAsync(Uri upstream, bool quick)
    {
        Console.WriteLine("\n=== people on Telegram ===\n");
        using var status = new FirstStatus(upstream, quick);
        await status.RunAsync();
    }

    private static async Task OverTheBrokerAsync(Uri upstream, bool quick)
    {
        Console.WriteLine("\n=== an ingress and a worker over RabbitMQ ===\n");
        await using var broker = await RabbitMqBroker.StartAsync();
        var settings = HostSettings(upstream);
        settings["RABBITMQ_URL"] = broker.Url.ToString();
        var (ingressProcess, address) = await ChildProcess.StartAsync("Pipeline.Ingress.Api.dll", FreePort, settings);
        using var ingress = ingressProcess;
        var (workerProcess, _) = await ChildProcess.StartAsync("Pipeline.Workers.Nim.dll", [], settings);
        using var worker = workerProcess;
        var (optimizerProcess, _) = await ChildProcess.StartAsync("Pipeline.Workers.Optimizer.dll", [], settings);
        using var optimizer = optimizerProcess;
        await WithoutModel.MeasureAnswersAsync(address, quick);
        var comparison = new Comparison(address, upstream, [ingress, worker], quick);
        await CompareAsync(comparison);
        await CompareLargeAsync(comparison);
        Console.WriteLine($"after the run: ingress {ingress.ResidentMegabytes:0} MB, worker {worker.ResidentMegabytes:0} MB resident\n");
    }

    private static async Task CompareAsync(Comparison comparison)
    {
        await comparison.TimeToFirstTokenAsync("small body", AnthropicRequests.Hello());
        await comparison.TimeToFirstTokenAsync("120 KB body (25 tools, 30 messages)", AnthropicRequests.Realistic(120));
        await comparison.ThroughputAsync("small streams", AnthropicRequests.Hello(), connections: 32);
        await comparison.ThroughputAsync("120 KB streams", AnthropicRequests.Realistic(120), connections: 32);
    }

    private static async Task CompareLargeAsync(Comparison comparison)
    {
        await comparison.TimeToFirstTokenAsync("800 KB body", AnthropicRequests.Realistic(800));
        await comparison.FrameRateAsync(connections: 8);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.DeadLetters;

/// <summary>The program in front of an upstream that fails until it is mended, and its verbs as an operator calls them.</summary>
internal sealed class FailingPipeline : IAsyncDisposable
{
    public const string Key = "nvapi-operators-own-key";

    private readonly TemporaryDirectory _directory = new("failing");
    private readonly Dictionary<string, string> _environment;
    private HostProcess? _host;

    private FailingPipeline(FakeUpstream upstream, (string Name, string Value)[] settings)
    {
        Upstream = upstream;
        Upstream.Default = UpstreamReply.Error(500);
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NVIDIA_NIM_API_KEY"] = Key,
            ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
            ["MODEL"] = "nvidia_nim/test/model",
        };
        foreach (var (name, value) in settings) _environment[name] = value;
    }

    public FakeUpstream Upstream { get; }

    public HostProcess Host => _host ?? throw new InvalidOperationException("The host does not run.");

    public string StateDirectory => Path.Combine(_directory.Path, ".pipeline");

    public static async Task<FailingPipeline> StartAsync(params (string Name, string Value)[] settings)
    {
        var pipeline = new FailingPipeline(await FakeUpstream.StartAsync(), settings);
        await pipeline.StartHostAsync();
        return pipeline;
    }

    public async Task StartHostAsync() => _host = await HostProcess.StartAsync(
        ["--urls", "http://127.0.0.1:0", "--Upstream:RetryDelaySeconds=0.01", "--Upstream:BreakerFailures=0"], _environment, directory: _directory.Path);

    public async Task StopHostAsync()
    {
        Assert.Equal(0, await Host.TerminateAsync());
        await Host.DisposeAsync();
        _host = null;
    }

    public async Task KillHostAsync()
    {
        await Host.DisposeAsync();
        _host = null;
    }

    /// <summary>Sends a request, which may fail, and returns its status.</summary>
    public async Task<int> AskAsync(JsonNode body, string? token = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Address, "v1/messages"));
        request.Content = new ByteArrayContent(AnthropicRequests.ToUtf8(body)) { Headers = { ContentType = new("application/json") } };
        if (token is not null) request.Headers.Add("x-api-key", token);
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return (int)response.StatusCode;
    }

    /// <summary>Runs <c>dead-letters</c> with these arguments to its end.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        HostProcess.RunToEndAsync(["dead-letters", .. arguments], _environment, _directory.Path);

    /// <summary>What <c>list --json</c> prints.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync()
    {
        var (exitCode, output) = await RunAsync("list", "--json");
        Assert.True(exitCode == 0, output);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }

    /// <summary>The id of the one dead letter, once it is there.</summary>
    public async Task<string> IdAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (true)
        {
            if (await ListAsync() is [var letter]) return letter.GetProperty("id").GetString()!;

            Assert.False(limit.IsCancellationRequested, $"There was never one dead letter alone:\n{Host.Output}");
        }
    }

    /// <summary>What <c>show</c> prints once it contains these words.</summary>
    public async Task<string> ShowsAsync(string id, string words)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (true)
        {
            var (exitCode, output) = await RunAsync("show", id);
            Assert.True(exitCode == 0, output);
            if (output.Contains(words, StringComparison.Ordinal)) return output;

            Assert.False(limit.IsCancellationRequested, $"It never showed '{words}':\n{output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await Upstream.DisposeAsync();
        _directory.Dispose();
    }
}

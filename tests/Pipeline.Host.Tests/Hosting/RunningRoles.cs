using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>An ingress and workers as processes on a broker, in front of a fake upstream.</summary>
internal sealed class RunningRoles : IPipeline
{
    private readonly IAsyncDisposable? _broker;
    private readonly Dictionary<string, string> _environment;
    private readonly List<RoleProcess> _workers;
    private readonly List<RoleProcess> _ingresses = [];
    private readonly List<RoleProcess> _optimizers = [];

    private RunningRoles(IAsyncDisposable? broker, FakeUpstream upstream, Dictionary<string, string> environment, RoleProcess ingress, RoleProcess[] workers)
    {
        (_broker, Upstream, _environment, Ingress, _workers) = (broker, upstream, environment, ingress, [.. workers]);
        Client = new SseClient(ingress.Address);
    }

    public FakeUpstream Upstream { get; }

    public SseClient Client { get; }

    public Uri Address => Ingress.Address;

    public string Output => string.Join('\n', Workers.Concat(_optimizers).Prepend(Ingress).Select(process => process.Output));

    public RoleProcess Ingress { get; }

    public IReadOnlyList<RoleProcess> Workers => _workers;

    /// <summary>Starts one ingress and some workers; the settings are those people write.</summary>
    public static async Task<RunningRoles> StartAsync(int workers, params (string Name, string Value)[] settings)
    {
        var broker = await TestVirtualHost.CreateAsync();
        return await StartAsync(broker.Url, broker, workers, settings);
    }

    /// <summary>The same on a broker of the test's.</summary>
    public static Task<RunningRoles> StartOnAsync(Uri broker, int workers, params (string Name, string Value)[] settings) =>
        StartAsync(broker, owned: null, workers, settings);

    private static async Task<RunningRoles> StartAsync(Uri broker, IAsyncDisposable? owned, int workers, (string Name, string Value)[] settings)
    {
        var upstream = await FakeUpstream.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RABBITMQ_URL"] = broker.ToString(),
            ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
            ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
            ["MODEL"] = "nvidia_nim/test/model",
            ["PROVIDER_MAX_CONCURRENCY"] = "64",
            ["PROVIDER_RATE_LIMIT"] = "0",
            ["Upstream__RetryDelaySeconds"] = "0.01",
        };
        foreach (var (name, value) in settings)
            environment[name] = value.Replace(IPipeline.UpstreamAddress, upstream.ApiAddress.ToString(), StringComparison.Ordinal);

        var ingress = RoleProcess.StartAsync("Ingress.Api", ["--urls", "http://127.0.0.1:0"], environment);
        var others = Enumerable.Range(0, workers).Select(_ => RoleProcess.StartAsync("Workers.Nim", [], environment)).ToList();
        return new RunningRoles(owned, upstream, environment, await ingress, await Task.WhenAll(others));
    }

    /// <summary>Starts one more model worker.</summary>
    public async Task<RoleProcess> AddWorkerAsync()
    {
        var worker = await RoleProcess.StartAsync("Workers.Nim", [], _environment);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Starts an optimizer.</summary>
    public async Task<RoleProcess> AddOptimizerAsync()
    {
        var optimizer = await RoleProcess.StartAsync("Workers.Optimizer", [], _environment);
        _optimizers.Add(optimizer);
        return optimizer;
    }

    /// <summary>Starts one more ingress.</summary>
    public async Task<RoleProcess> AddIngressAsync()
    {
        var ingress = await RoleProcess.StartAsync("Ingress.Api", ["--urls", "http://127.0.0.1:0"], _environment);
        _ingresses.Add(ingress);
        return ingress;
    }

    public Task SaysAsync(string words) => Workers[0].SaysAsync(words);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Ingress.DisposeAsync();
        foreach (var process in _ingresses.Concat(_optimizers).Concat(_workers)) await process.DisposeAsync();
        await Upstream.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
    }
}

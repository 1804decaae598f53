using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>An ingress and workers as processes on a broker, in front of a fake upstream.</summary>
internal sealed class RunningRoles : IPipeline, IAsyncDisposable
{
    private readonly TestVirtualHost _broker;

    private RunningRoles(TestVirtualHost broker, FakeUpstream upstream, RoleProcess ingress, RoleProcess[] workers)
    {
        (_broker, Upstream, Ingress, Workers) = (broker, upstream, ingress, workers);
        Client = new SseClient(ingress.Address);
    }

    public FakeUpstream Upstream { get; }

    public SseClient Client { get; }

    public RoleProcess Ingress { get; }

    public IReadOnlyList<RoleProcess> Workers { get; }

    /// <summary>Starts one ingress and some workers; the settings are those people write.</summary>
    public static async Task<RunningRoles> StartAsync(int workers, params (string Name, string Value)[] settings)
    {
        var broker = await TestVirtualHost.CreateAsync();
        var upstream = await FakeUpstream.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RABBITMQ_URL"] = broker.Url.ToString(),
            ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
            ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
        };
        foreach (var (name, value) in settings) environment[name] = value;

        var ingress = RoleProcess.StartAsync("Ingress.Api", ["--urls", "http://127.0.0.1:0"], environment);
        var others = Enumerable.Range(0, workers).Select(_ => RoleProcess.StartAsync("Workers.Nim", [], environment)).ToList();
        return new RunningRoles(broker, upstream, await ingress, await Task.WhenAll(others));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Ingress.DisposeAsync();
        foreach (var worker in Workers) await worker.DisposeAsync();
        await Upstream.DisposeAsync();
        await _broker.DisposeAsync();
    }
}

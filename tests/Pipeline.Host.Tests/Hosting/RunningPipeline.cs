using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.TestKit;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;
using Pipeline.Transport.Settings;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>The whole host on a free port, in front of a fake upstream; every stream that it sends is checked.</summary>
internal sealed class RunningPipeline : IPipeline
{
    private readonly WebApplication _app;
    private readonly StreamAudit _audit;
    private readonly TemporaryDirectory _state;

    private RunningPipeline(WebApplication app, FakeUpstream upstream, LogLines log, StreamAudit audit, TemporaryDirectory state)
    {
        (_app, Upstream, Log, _audit, _state) = (app, upstream, log, audit, state);
        Client = new SseClient(Address);
    }

    public Uri Address => new(_app.Urls.First());

    public FakeUpstream Upstream { get; }

    public SseClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Everything that was logged.</summary>
    public LogLines Log { get; }

    public string Output => Log.Text;

    /// <summary>Starts a host; the settings are those people write, or option keys with <c>__</c>, on top of a key and quick retries.</summary>
    public static Task<RunningPipeline> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>The same by a clock of the test's.</summary>
    public static async Task<RunningPipeline> StartAsync(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var upstream = await FakeUpstream.StartAsync();
        var state = new TemporaryDirectory("state");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NVIDIA_NIM_API_KEY"] = "nvapi-test-key",
            ["NVIDIA_NIM_BASE_URL"] = upstream.ApiAddress.ToString(),
            ["MODEL"] = "nvidia_nim/test/model",
            ["PROVIDER_MAX_CONCURRENCY"] = "64",
            ["PROVIDER_RATE_LIMIT"] = "0",
            ["PIPELINE_STATE_DIR"] = state.Path,
        };
        var overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Upstream:RetryDelaySeconds"] = "0.01" };
        foreach (var (name, value) in settings)
        {
            var actual = value.Replace(IPipeline.UpstreamAddress, upstream.ApiAddress.ToString(), StringComparison.Ordinal);
            if (name.Contains("__", StringComparison.Ordinal)) overrides[name.Replace("__", ":", StringComparison.Ordinal)] = actual;
            else environment[name] = actual;
        }

        var log = new LogLines();
        var audit = new StreamAudit();
        var app = PipelineApplication.Build(
            ["--urls", "http://127.0.0.1:0"],
            new SettingsSource(environment, new Dictionary<string, string>(StringComparer.Ordinal)),
            overrides,
            builder =>
            {
                builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
                builder.Services.AddSingleton<IStartupFilter>(audit);
                builder.Services.AddSingleton(time);
            });
        await app.StartAsync();
        var pipeline = new RunningPipeline(app, upstream, log, audit, state);
        await Readiness.UntilReadyAsync(pipeline.Address);
        return pipeline;
    }

    public Task SaysAsync(string words) => Log.SaysAsync(words);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Upstream.DisposeAsync();
        _state.Dispose();
        _audit.EnsureValid();
    }
}

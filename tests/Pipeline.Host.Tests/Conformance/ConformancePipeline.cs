using System.Collections.Concurrent;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance;

/// <summary>One pipeline for all scenarios; its upstream replies by the model that is asked.</summary>
public abstract class ConformancePipeline : IAsyncLifetime
{
    // Scenarios do to a model what would make it be left alone, and count on its being called.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("PROVIDER_RATE_LIMIT", "0"),
        ("Upstream__BreakerFailures", "0"),
        ("LM_STUDIO_BASE_URL", IPipeline.UpstreamAddress),
        ("LM_STUDIO_API", "anthropic"),
    ];

    private readonly ConcurrentDictionary<string, Script> _scripts = new(StringComparer.Ordinal);

    internal IPipeline Pipeline { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Pipeline = await StartAsync(Settings);
        Pipeline.Upstream.Responder = request => _scripts.TryGetValue(request.Model ?? "", out var script) ? script.Next(request) : null;
    }

    public async Task DisposeAsync() => await Pipeline.DisposeAsync();

    /// <summary>A model that plays a scenario from its beginning.</summary>
    internal string NewModel(Scenario scenario)
    {
        var model = $"conformance/{Guid.NewGuid():N}";
        _scripts[model] = new Script(scenario);
        return model;
    }

    private protected abstract Task<IPipeline> StartAsync((string Name, string Value)[] settings);

    private sealed class Script(Scenario scenario)
    {
        private int _calls;

        public UpstreamReply Next(RecordedRequest request)
        {
            if (scenario.Upstream?.Invoke(request) is { } chosen) return chosen;

            var call = Interlocked.Increment(ref _calls);
            return scenario.Replies[Math.Min(call, scenario.Replies.Length) - 1];
        }
    }
}

/// <summary>In one process.</summary>
public sealed class PipelineInOneProcess : ConformancePipeline
{
    private protected override async Task<IPipeline> StartAsync((string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>An ingress and a worker as processes on a broker.</summary>
public sealed class PipelineOverTheBroker : ConformancePipeline
{
    private protected override async Task<IPipeline> StartAsync((string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

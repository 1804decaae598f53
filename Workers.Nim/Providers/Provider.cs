using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Workers.Nim.ModelLists;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>A provider while this process runs: its client, and what is known of its models.</summary>
internal sealed class Provider(ProviderProfile profile, IRateBudget budget, UpstreamOptions options, TimeProvider time, ILogger log) : IDisposable
{
    // Clients may name any model; real ones are a few.
    private const int MaxModels = 1000;

    private readonly ConcurrentDictionary<string, UpstreamModel> _models = new(StringComparer.Ordinal);
    private readonly Lazy<UpstreamClient> _client = new(() => new UpstreamClient(profile, options));
    private ProviderModels? _listed;

    /// <summary>How it is configured.</summary>
    public ProviderProfile Profile => profile;

    /// <summary>The calls that it takes, from all workers together.</summary>
    public IRateBudget Budget => budget;

    /// <summary>Its one HTTP client.</summary>
    public UpstreamClient Client => _client.Value;

    /// <summary>The models that it lists.</summary>
    public ProviderModels Models => LazyInitializer.EnsureInitialized(
        ref _listed,
        () => new ProviderModels(profile, () => Client, TimeSpan.FromSeconds(options.ModelListRefreshSeconds), time, log));

    /// <summary>One of its models, by the id that the provider knows.</summary>
    public UpstreamModel Model(string id)
    {
        if (_models.TryGetValue(id, out var known)) return known;

        if (_models.Count >= MaxModels) _models.Clear();
        return _models.GetOrAdd(id, static (id, created) => new UpstreamModel(created.Provider, id, created.Options, created.Time), (Provider: this, Options: options, Time: time));
    }

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }
}

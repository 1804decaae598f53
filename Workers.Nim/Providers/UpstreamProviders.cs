using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>The providers of this process, each made when it is first asked for.</summary>
internal sealed class UpstreamProviders(
    ProviderCatalogue catalogue,
    IOptionsMonitor<ProviderOptions> configured,
    IOptions<UpstreamOptions> options,
    RateBudgets budgets,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<Provider> log) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Provider>> _providers = new(StringComparer.Ordinal);

    /// <summary>Those that can be called, and that somebody means to.</summary>
    public IEnumerable<Provider> InUse => configuration.ProvidersInUse().Select(Find).Where(provider => provider.Profile.Missing is null);

    /// <summary>A model; false where its provider is unknown here.</summary>
    public bool TryFind(ModelReference reference, [NotNullWhen(true)] out UpstreamModel? model)
    {
        model = catalogue.TryFind(reference.Provider, out var definition) ? Find(definition).Model(reference.Model) : null;
        return model is not null;
    }

    public void Dispose()
    {
        foreach (var provider in _providers.Values) provider.Value.Dispose();
    }

    private Provider Find(ProviderDefinition definition) => _providers.GetOrAdd(definition.Name, _ => new Lazy<Provider>(() => Create(definition))).Value;

    private Provider Create(ProviderDefinition definition)
    {
        var profile = new ProviderProfile(definition, configured.Get(definition.Name), options.Value);
        return new Provider(profile, budgets.Of(profile.Name, profile.Budget), options.Value, time, log);
    }
}

using Pipeline.Contracts.Models;
using Pipeline.Workers.Nim.Completion;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Upstream;
using Polly;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>One model of a provider while this process runs.</summary>
internal sealed class UpstreamModel(Provider provider, string id, UpstreamOptions options, TimeProvider time)
{
    /// <summary>The provider that serves it.</summary>
    public Provider Provider => provider;

    /// <summary>Its id, as the provider names it.</summary>
    public string Id => id;

    /// <summary>Its name, as people write it.</summary>
    public ModelReference Reference { get; } = new(provider.Profile.Name, id);

    /// <summary>Its name in one piece.</summary>
    public string Name { get; } = $"{provider.Profile.Name}/{id}";

    private TargetModel _target = new(id) { Quirks = provider.Profile.Quirks, ContextWindow = provider.Profile.ContextWindow, OutputLimit = provider.Profile.MaxOutputTokens };
    public TargetModel Target => _target;
    public void Learn(IReadOnlyList<Pipeline.Contracts.Providers.Quirk> quirks) => _target = _target with { Quirks = _target.Quirks.Concat(quirks).ToHashSet() };
    public void LearnOutputLimit(int limit) => _target = _target with { OutputLimit = limit };
    public void LearnContextWindow(int window) => _target = _target with { ContextWindow = window };

    /// <summary>Repeats its calls where that helps, and makes none while all fail.</summary>
    public ResiliencePipeline<AttemptOutcome> Calls { get; } = CallPolicy.Create(options, time);

    /// <summary>Says what went wrong with it.</summary>
    public UpstreamFailures Failures { get; } = new(provider.Profile, id);
}

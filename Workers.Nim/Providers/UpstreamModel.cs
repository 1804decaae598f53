using System.Collections.Concurrent;
using System.Collections.Immutable;
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

    /// <summary>What is known of it before a request has taught anything: from settings and its provider's profile.</summary>
    public TargetModel Known { get; } = new(new ModelReference(provider.Profile.Name, id))
    {
        Quirks = provider.Profile.Quirks,
        ContextWindow = provider.Profile.ContextWindow,
        OutputLimit = provider.Profile.MaxOutputTokens,
    };

    /// <summary>Fields of Anthropic's API that it has refused while this process ran, where it is called by that.</summary>
    public ImmutableHashSet<string> RefusedFields { get; private set; } = [];

    /// <summary>
    /// Whether its template opens the thinking in the prompt, as its last answer showed; by whether thinking was asked
    /// for, on which templates look. Not kept: each answer tells it anew, and a mistake lasts for one.
    /// </summary>
    public ConcurrentDictionary<bool, bool> OpensThinkingInPrompt { get; } = new();

    /// <summary>Whether its last answer told how many tokens the prompt had: then nobody else need count them.</summary>
    public bool ReportsUsage { get; set; }

    /// <summary>Repeats its calls where that helps.</summary>
    public ResiliencePipeline<AttemptOutcome> Calls { get; } = CallPolicy.Create(options, time);

    /// <summary>Makes no calls while all fail.</summary>
    public ModelCircuit Circuit { get; } = new(options, time);

    /// <summary>Says what went wrong with it.</summary>
    public UpstreamFailures Failures { get; } = new(provider.Profile, id);

    /// <summary>Notes a field that it refuses. Where two are noted at once, one may have to be found out again.</summary>
    public void Refuses(string field) => RefusedFields = RefusedFields.Add(field);
}

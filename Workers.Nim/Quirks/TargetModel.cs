using System.Collections.Frozen;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;

namespace Pipeline.Workers.Nim.Quirks;

/// <summary>
/// The model that a request goes to, and what is known of it: from its provider's profile and list, from
/// settings, or learnt.
/// </summary>
/// <param name="Model">The model.</param>
internal sealed record TargetModel(ModelReference Model)
{
    /// <summary>Its ways of departing from OpenAI's reference.</summary>
    public IReadOnlySet<Quirk> Quirks { get; init; } = FrozenSet<Quirk>.Empty;

    /// <summary>Tokens of prompt and answer together; null where nothing is known.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Tokens of one answer; null where nothing is known.</summary>
    public int? OutputLimit { get; init; }
}

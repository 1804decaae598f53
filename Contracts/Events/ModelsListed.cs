using Pipeline.Contracts.Models;

namespace Pipeline.Contracts.Events;

/// <summary>What a worker's providers serve at the moment. Providers that cannot be asked are left out.</summary>
public sealed record ModelsListed
{
    /// <summary>The models, by provider and id.</summary>
    public required IReadOnlyList<ServedModel> Models { get; init; }
}

namespace Pipeline.Contracts.Models;

/// <summary>A model that a provider says it serves.</summary>
public sealed record ServedModel
{
    /// <summary>Its name as it is written in <c>MODEL</c>.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>Name for people; null where the provider has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>When the provider got it; null where it does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Tokens that prompt and answer may have together; null where nobody says.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Tokens that one answer may have; null where nobody says.</summary>
    public int? MaxOutputTokens { get; init; }
}

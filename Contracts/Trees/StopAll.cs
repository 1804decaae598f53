namespace Pipeline.Contracts.Trees;

/// <summary>Stops everything that is queued or runs, everywhere or in one chat.</summary>
public sealed record StopAll
{
    /// <summary>The chat's platform; null for everything.</summary>
    public string? Platform { get; init; }

    /// <summary>The chat; null for everything on the platform.</summary>
    public string? ChatId { get; init; }
}

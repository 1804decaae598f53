namespace Pipeline.Contracts.Commands;

/// <summary>
/// Asks whichever model worker is there which models its providers serve. Answered with
/// <see cref="Events.ModelsListed"/>; published, as any worker will do and none need be there.
/// </summary>
public sealed record ListModels;

namespace Pipeline.Contracts.CliTasks;

/// <summary>
/// Tells every worker to stop a run that it may have. The stop is in the store already and every worker looks there too,
/// so this only makes it quick.
/// </summary>
public sealed record StopCliTask
{
    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }
}

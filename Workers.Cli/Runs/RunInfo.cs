namespace Pipeline.Workers.Cli.Runs;

/// <summary>A run that is under way in this worker.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Node">The node of the message tree that runs.</param>
/// <param name="ProcessId">Id of its process.</param>
/// <param name="StartedAt">When the process began.</param>
/// <param name="LastOutputAt">When it last printed anything.</param>
/// <param name="SessionId">Its session; null until the CLI names it.</param>
public sealed record RunInfo(Guid RunId, string Node, int ProcessId, DateTimeOffset StartedAt, DateTimeOffset LastOutputAt, string? SessionId);

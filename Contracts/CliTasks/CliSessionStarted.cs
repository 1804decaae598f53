using Pipeline.Contracts.Trees;

namespace Pipeline.Contracts.CliTasks;

/// <summary>Claude Code has named the session of a run; from now on it can be resumed and forked.</summary>
public sealed record CliSessionStarted : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node that runs.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }
}

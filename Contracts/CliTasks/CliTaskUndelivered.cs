using Pipeline.Contracts.Trees;

namespace Pipeline.Contracts.CliTasks;

/// <summary>
/// The message of a run has become a dead letter. Where no worker had taken the run before, none will any more, also if the
/// message is replayed.
/// </summary>
public sealed record CliTaskUndelivered : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node that should run.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>What happened and what to do about it.</summary>
    public required string Error { get; init; }
}

using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;

namespace Pipeline.Contracts.CliTasks;

/// <summary>
/// A run has ended, one way or another; its transcript is in the store. Sent once for each run that was claimed: by its worker, or
/// by whoever found the worker's lease ended.
/// </summary>
public sealed record CliTaskCompleted : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>How it ended.</summary>
    public required RunState State { get; init; }

    /// <summary>The whole final answer, so that whoever shows it needs nothing else; empty where there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What happened and what to do about it, where it has not completed, or what it has said could not be stored.</summary>
    public string? Error { get; init; }

    /// <summary>The session; null where the process never named one.</summary>
    public string? SessionId { get; init; }

    /// <summary>All tokens of the run; null where the process told none.</summary>
    public TokenCount? Usage { get; init; }

    /// <summary>What they would cost in US dollars at Anthropic's list price.</summary>
    public double? CostUsd { get; init; }

    /// <summary>Answers of the model in the main conversation.</summary>
    public int? Turns { get; init; }
}

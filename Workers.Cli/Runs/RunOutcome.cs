using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>How a run ended. The process and all that it started are gone.</summary>
public sealed record RunOutcome
{
    /// <summary>How it ended.</summary>
    public required RunState State { get; init; }

    /// <summary>The whole final answer; empty where there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What happened and what to do about it, where it has not completed.</summary>
    public string? Error { get; init; }

    /// <summary>The session to resume or fork; null where the process never named one.</summary>
    public string? SessionId { get; init; }

    /// <summary>All tokens of the run, sub-agents included; null where the process told none.</summary>
    public TokenCount? Usage { get; init; }

    /// <summary>What the tokens would cost in US dollars at Anthropic's list price.</summary>
    public double? CostUsd { get; init; }

    /// <summary>Answers of the model in the main conversation.</summary>
    public int? Turns { get; init; }

    /// <summary>The process's exit code; null where none was started.</summary>
    public int? ExitCode { get; init; }
}

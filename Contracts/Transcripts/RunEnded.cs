namespace Pipeline.Contracts.Transcripts;

/// <summary>The last event of a run.</summary>
public sealed record RunEnded : TranscriptEvent
{
    /// <summary>How it ended.</summary>
    public required RunState State { get; init; }

    /// <summary>The final answer, at most <see cref="TranscriptBounds.FinalText"/> long; empty where there is none.</summary>
    public required string Text { get; init; }

    /// <summary>How much longer the final answer was; null where it is whole.</summary>
    public int? CutCharacters { get; init; }

    /// <summary>The session to resume or fork; null where the process never named one.</summary>
    public string? SessionId { get; init; }

    /// <summary>All tokens of the run, sub-agents included; null where the process told none.</summary>
    public TokenCount? Usage { get; init; }

    /// <summary>
    /// What the tokens would cost in US dollars at Anthropic's list price, as the CLI reckons; the models that
    /// really answered may cost nothing.
    /// </summary>
    public double? CostUsd { get; init; }

    /// <summary>Answers of the model in the main conversation.</summary>
    public int? Turns { get; init; }
}

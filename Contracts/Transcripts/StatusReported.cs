namespace Pipeline.Contracts.Transcripts;

/// <summary>What the process is about, in words: it has begun, calls the model again, has printed a line that is no event.</summary>
public sealed record StatusReported : TranscriptEvent
{
    /// <summary>The words.</summary>
    public required string Text { get; init; }

    /// <summary>The session, in the one status that names it; from then on it can be resumed and forked.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model that the CLI asks for, where the session is named.</summary>
    public string? Model { get; init; }
}

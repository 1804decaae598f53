namespace Pipeline.Contracts.Transcripts;

/// <summary>The model calls a tool.</summary>
public sealed record ToolCalled : TranscriptEvent
{
    /// <summary>Id of the call; its <see cref="ToolAnswered"/> and the events of its sub-agent refer to it.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the tool, e.g. <c>Bash</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its input in one short line for people, e.g. the command; empty where nothing in it can be shown.</summary>
    public required string Description { get; init; }
}

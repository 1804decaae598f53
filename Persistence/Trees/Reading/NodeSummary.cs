using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>A node without its texts, so that a large tree can be shown.</summary>
public sealed record NodeSummary
{
    /// <summary>How much of a prompt is shown, in UTF-16 code units: 200.</summary>
    public const int PromptLength = 200;

    /// <summary>The node.</summary>
    public required Guid Id { get; init; }

    /// <summary>The node it continues from; null for a root.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Where it stands.</summary>
    public required NodeState State { get; init; }

    /// <summary>The beginning of what the person said.</summary>
    public required string Prompt { get; init; }

    /// <summary>How many runs it has had.</summary>
    public int Runs { get; init; }

    /// <summary>The Claude session that continues from it.</summary>
    public string? SessionId { get; init; }

    /// <summary>What happened, where the state needs words.</summary>
    public string? Error { get; init; }

    /// <summary>When the person said it.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When its last run began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

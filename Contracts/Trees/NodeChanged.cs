using Pipeline.Contracts.Transcripts;

namespace Pipeline.Contracts.Trees;

/// <summary>
/// A node has come to another state or another place in its queue. Published to whoever watches, at most once; where the
/// node belongs to a chat also sent to the chat's platform, at least once. <see cref="Version"/> tells the order.
/// </summary>
public sealed record NodeChanged
{
    /// <summary>The tree.</summary>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Grows with every change of the node.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands now.</summary>
    public required NodeState State { get; init; }

    /// <summary>How many nodes of the tree are before it, the running one included; null where it is not queued.</summary>
    public int? Position { get; init; }

    /// <summary>The run it is in or was in last, from 1; 0 where it never ran.</summary>
    public int Run { get; init; }

    /// <summary>The Claude session, once it is known.</summary>
    public string? SessionId { get; init; }

    /// <summary>What happened and what to do about it, where the state needs words.</summary>
    public string? Error { get; init; }

    /// <summary>The person's message; null where the task came over HTTP.</summary>
    public ChatMessage? Message { get; init; }

    /// <summary>The final answer; only to a chat's platform, and only with the change that ends a run.</summary>
    public string? Text { get; init; }

    /// <summary>All tokens of the last run, where they are known.</summary>
    public TokenCount? Usage { get; init; }

    /// <summary>What they would cost in US dollars at Anthropic's list price.</summary>
    public double? CostUsd { get; init; }

    /// <summary>When the last run began; null where none has.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When this change happened.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

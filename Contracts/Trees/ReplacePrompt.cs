namespace Pipeline.Contracts.Trees;

/// <summary>The person has edited the message: a queued node gets the new prompt, any other stays as it is.</summary>
public sealed record ReplacePrompt : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The new prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>When the person edited it: an older edit that comes later has no effect. Null: now.</summary>
    public DateTimeOffset? EditedAt { get; init; }
}

namespace Pipeline.Contracts.Trees;

/// <summary>
/// A prompt: the root of a new tree, or a reply that continues from any node. A node that is not there yet is
/// waited for; one that has been cleared fails the reply.
/// </summary>
public sealed record SubmitMessage : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The new node, of the sender's choice; a second submission of the same has no effect.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The node that is replied to; null for a root.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>What the person says.</summary>
    public required string Prompt { get; init; }

    /// <summary>How to run it. A reply works in its tree's workspace, whatever is said here.</summary>
    public TaskOptions Options { get; init; } = new();

    /// <summary>The person's message; null where the task came over HTTP.</summary>
    public ChatMessage? Message { get; init; }

    /// <summary>When the person said it.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }
}

namespace Pipeline.Contracts.Trees;

/// <summary>A message in a chat belongs to a node: a reply to it continues from there, and it goes when the node is cleared.</summary>
public sealed record LinkMessage : ITreeCommand
{
    /// <inheritdoc/>
    public required Guid TreeId { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The message, usually the bot's; the person's own is linked by <see cref="SubmitMessage"/>.</summary>
    public required ChatMessage Message { get; init; }
}

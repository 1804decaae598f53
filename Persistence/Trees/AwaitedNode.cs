using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Trees;

/// <summary>What has come for a node before the node itself: messages overtake each other. Gone once the node is there.</summary>
public sealed class AwaitedNode
{
    /// <summary>The node; the key.</summary>
    public Guid Id { get; set; }

    /// <summary>Its tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>Nodes that continue from it, in the order in which they came. To be replaced, not changed.</summary>
    public IReadOnlyList<Guid> Replies { get; set; } = [];

    /// <summary>Messages in the chat that belong to it. To be replaced, not changed.</summary>
    public IReadOnlyList<ChatMessage> Links { get; set; } = [];

    /// <summary>The prompt that replaces the one it will come with.</summary>
    public string? Prompt { get; set; }

    /// <summary>When the person said that.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>Whether it is to be stopped.</summary>
    public bool Stop { get; set; }

    /// <summary>Whether it is to be stopped or cleared together with what continues from it.</summary>
    public bool Branch { get; set; }

    /// <summary>Whether it is to be cleared.</summary>
    public bool Clear { get; set; }
}

namespace Pipeline.Persistence.SubmittedTasks;

/// <summary>
/// The receipt of a task that came over HTTP, stored together with its <see cref="Contracts.Trees.SubmitMessage"/>: who asks for the
/// task finds it before its tree has heard of it, and a repeated request is known as one. It goes with its tree.
/// </summary>
public sealed class SubmittedTask
{
    /// <summary>The task's node; the key.</summary>
    public Guid NodeId { get; set; }

    /// <summary>Its tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node it continues from; null for a root.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Where a root's tree works, as the request named it.</summary>
    public string? Workspace { get; set; }

    /// <summary>SHA-256 of what was asked, in hexadecimal: the same key with another request is a mistake.</summary>
    public string RequestHash { get; set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset SubmittedAt { get; set; }
}

using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Trees;

/// <summary>One prompt in a message tree, and what became of it. Its answer is in its transcript.</summary>
public sealed class TreeNode
{
    /// <summary>The node; the key.</summary>
    public Guid Id { get; set; }

    /// <summary>Its tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node it continues from; null for a root.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>The newest of the nodes that continue from it; null while there is none.</summary>
    public Guid? LastChildId { get; set; }

    /// <summary>The one before it among those that continue from the same node.</summary>
    public Guid? PreviousSiblingId { get; set; }

    /// <summary>Whether every node that it continues from has come, up to the root. Until then it is queued without a ticket.</summary>
    public bool Rooted { get; set; }

    /// <summary>Where it stands.</summary>
    public NodeState State { get; set; }

    /// <summary>Grows with every change that is told.</summary>
    public long Version { get; set; }

    /// <summary>What the person said; empty once it is cleared.</summary>
    public string Prompt { get; set; } = "";

    /// <summary>When the person last edited that; null where they have not.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>How it is run. To be replaced, not changed.</summary>
    public TaskOptions Options { get; set; } = new();

    /// <summary>The person's message; null where it came over HTTP. To be replaced, not changed.</summary>
    public ChatMessage? Message { get; set; }

    /// <summary>Everything in the chat that belongs to it, <see cref="Message"/> included. To be replaced, not changed.</summary>
    public IReadOnlyList<ChatMessage> Links { get; set; } = [];

    /// <summary>Its ticket while it is queued; null where it is not <see cref="Rooted"/> yet.</summary>
    public long? Ticket { get; set; }

    /// <summary>Whether its next run goes on in its own session.</summary>
    public bool Resumes { get; set; }

    /// <summary>What it becomes when its run ends, where a person wants it stopped or cleared; null otherwise.</summary>
    public NodeState? EndsAs { get; set; }

    /// <summary>How often it was resumed unasked since a person last asked for it.</summary>
    public int AutoResumes { get; set; }

    /// <summary>How many runs it has had.</summary>
    public int Runs { get; set; }

    /// <summary>The run that it is in, or was in last.</summary>
    public Guid? RunId { get; set; }

    /// <summary>The Claude session that continues from it; null until one is known.</summary>
    public string? SessionId { get; set; }

    /// <summary>What happened and what to do about it, where the state needs words.</summary>
    public string? Error { get; set; }

    /// <summary>All tokens of the last run; null where they are not known. To be replaced, not changed.</summary>
    public TokenCount? Usage { get; set; }

    /// <summary>What they would cost in US dollars at Anthropic's list price.</summary>
    public double? CostUsd { get; set; }

    /// <summary>Answers of the model in the last run's main conversation.</summary>
    public int? Turns { get; set; }

    /// <summary>When the person said it.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When the last run was handed to the workers; null where none was.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it finished; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

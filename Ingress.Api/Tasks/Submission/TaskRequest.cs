using Pipeline.Contracts.Trees;

namespace Pipeline.Ingress.Tasks.Submission;

/// <summary>The body of <c>POST /v1/tasks</c>, checked.</summary>
internal sealed record TaskRequest
{
    public required string Prompt { get; init; }

    /// <summary>The node to continue from; null begins a tree.</summary>
    public Guid? Parent { get; init; }

    public TaskOptions Options { get; init; } = new();

    /// <summary>Whether the transcript is the answer; else the receipt is.</summary>
    public bool Stream { get; init; } = true;
}

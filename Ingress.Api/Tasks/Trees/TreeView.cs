using Pipeline.Contracts.Trees;

namespace Pipeline.Ingress.Tasks.Trees;

/// <summary>A page of <c>GET /v1/trees</c>, paged as Anthropic pages its lists.</summary>
internal sealed record TreeList(IReadOnlyList<TreeView> Data, string? FirstId, string? LastId, bool HasMore);

/// <summary>A tree as people see it.</summary>
internal sealed record TreeView
{
    public string Type { get; init; } = "tree";

    public required string Id { get; init; }

    /// <summary>The beginning of what its root says.</summary>
    public string? Prompt { get; init; }

    public string? Workspace { get; init; }

    /// <summary>Where it came from, e.g. <c>telegram</c>; left out where it came over HTTP.</summary>
    public string? Platform { get; init; }

    /// <summary>The task that runs.</summary>
    public string? Running { get; init; }

    /// <summary>How many tasks are in each state.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Its tasks in the order in which they were submitted; only where one tree is asked for.</summary>
    public IReadOnlyList<TreeTask>? Tasks { get; init; }
}

/// <summary>A task within its tree.</summary>
internal sealed record TreeTask
{
    public required string Id { get; init; }

    public string? ParentId { get; init; }

    public required NodeState State { get; init; }

    /// <summary>The beginning of the prompt.</summary>
    public required string Prompt { get; init; }

    public int Runs { get; init; }

    public string? SessionId { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

using Pipeline.Contracts.Trees;

namespace Pipeline.Contracts.CliTasks;

/// <summary>
/// Runs Claude Code once. Whoever claims <see cref="RunId"/> in the store first runs it; a second delivery has no effect, because
/// agents change files.
/// </summary>
public sealed record RunCliTask
{
    /// <summary>The tree.</summary>
    public required Guid TreeId { get; init; }

    /// <summary>The node that runs.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>This run of it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>How many runs the node has had with this one, from 1.</summary>
    public required int Run { get; init; }

    /// <summary>What Claude Code is told.</summary>
    public required string Prompt { get; init; }

    /// <summary>The session to go on from; null begins a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whether that session is forked and stays as it is; false goes on in the session itself.</summary>
    public bool ForkSession { get; init; }

    /// <summary>How to run it; the workspace is the tree's.</summary>
    public required TaskOptions Options { get; init; }
}

using System.Collections.Frozen;
using Pipeline.Contracts.Trees;
using static Pipeline.Contracts.Trees.NodeState;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>Everything that can become of a node. No state changes but by this table; the README draws it.</summary>
internal static class NodeTransitions
{
    /// <summary>The whole table.</summary>
    public static IReadOnlyList<NodeTransition> All { get; } =
    [
        new(Queued, NodeCause.Dispatched, Running),
        new(Queued, NodeCause.ParentFailed, Failed),
        new(Queued, NodeCause.Stop, Stopped),
        new(Running, NodeCause.RunCompleted, Completed),
        new(Running, NodeCause.RunFailed, Failed),
        new(Running, NodeCause.RunStopped, Stopped),
        new(Running, NodeCause.RunLost, Interrupted),
        new(Interrupted, NodeCause.Resume, Queued),
        new(Stopped, NodeCause.Resume, Queued),
        new(Failed, NodeCause.Resume, Queued),
        new(Interrupted, NodeCause.Retry, Queued),
        new(Stopped, NodeCause.Retry, Queued),
        new(Failed, NodeCause.Retry, Queued),
        new(Completed, NodeCause.Retry, Queued),
        new(Queued, NodeCause.Clear, Cleared),
        new(Running, NodeCause.Clear, Cleared),
        new(Completed, NodeCause.Clear, Cleared),
        new(Failed, NodeCause.Clear, Cleared),
        new(Stopped, NodeCause.Clear, Cleared),
        new(Interrupted, NodeCause.Clear, Cleared),
    ];

    private static readonly FrozenDictionary<(NodeState, NodeCause), NodeState> Next = All.ToFrozenDictionary(way => (way.From, way.Cause), way => way.To);

    /// <summary>Whether something can happen to a node in this state.</summary>
    public static bool Allows(this NodeState state, NodeCause cause) => Next.ContainsKey((state, cause));

    /// <summary>The state after it has happened.</summary>
    /// <exception cref="InvalidOperationException">It cannot happen in this state.</exception>
    public static NodeState After(this NodeState state, NodeCause cause) => Next.TryGetValue((state, cause), out var next)
        ? next
        : throw new InvalidOperationException($"A node that is {state} cannot be {cause}.");
}

using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Trees.Nodes;

/// <summary>One way from a state to another.</summary>
/// <param name="From">The state before.</param>
/// <param name="Cause">What happens.</param>
/// <param name="To">The state after.</param>
internal readonly record struct NodeTransition(NodeState From, NodeCause Cause, NodeState To);

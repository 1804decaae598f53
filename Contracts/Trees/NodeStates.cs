namespace Pipeline.Contracts.Trees;

/// <summary>Facts about node states.</summary>
public static class NodeStates
{
    /// <summary>True where nothing happens to the node any more unless a person asks for it.</summary>
    public static bool IsFinished(this NodeState state) => state >= NodeState.Completed;
}

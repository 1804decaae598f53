using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>A page of trees.</summary>
/// <param name="Trees">The trees, the newest first.</param>
/// <param name="HasMore">Whether there are more in the direction in which the page was asked for.</param>
public sealed record TreePage(IReadOnlyList<TreeSummary> Trees, bool HasMore);

/// <summary>What a tree is about, and how its nodes stand.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Prompt">The beginning of what its root says.</param>
/// <param name="States">How many nodes are in each state that occurs, cleared ones left out.</param>
public sealed record TreeSummary(MessageTree Tree, string Prompt, IReadOnlyDictionary<NodeState, int> States);

namespace Pipeline.Persistence.Trees.Reading;

/// <summary>All trees in numbers.</summary>
/// <param name="Trees">Trees that are kept.</param>
/// <param name="Running">Nodes that run, or wait for a free worker.</param>
/// <param name="Queued">Nodes that wait for their turn in their tree.</param>
/// <param name="Processes">Claude Code processes that workers have under way.</param>
/// <param name="Workers">Workers that have any.</param>
public sealed record TreeStatistics(int Trees, int Running, int Queued, int Processes, int Workers);

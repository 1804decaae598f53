namespace Pipeline.Workers.Cli.Workspaces;

/// <summary>Where one run works; all paths are absolute and free of links.</summary>
/// <param name="Directory">The working directory.</param>
/// <param name="AddedDirectories">Further directories that it may use.</param>
/// <param name="PlansDirectory">
/// Where its plans go; null leaves it to the CLI, which takes no directory outside the working directory.
/// </param>
internal sealed record Workspace(string Directory, IReadOnlyList<string> AddedDirectories, string? PlansDirectory);

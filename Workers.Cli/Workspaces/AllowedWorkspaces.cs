using Microsoft.Extensions.Options;
using Pipeline.Transport.Files;

namespace Pipeline.Workers.Cli.Workspaces;

/// <summary>
/// Decides where a run may work: in a root or below one. The roots are the allowed directories and the workspace, where work
/// goes on without them. Plans are kept in the workspace's own directory for them, or in that of a directory below it.
/// </summary>
internal sealed class AllowedWorkspaces(IOptions<CliOptions> options)
{
    private const string Plans = "plans";

    private readonly CliOptions _options = options.Value;

    /// <summary>The workspace for a run.</summary>
    /// <param name="named">The directory that its task names: absolute, or relative to the first root; null for that root itself.</param>
    /// <param name="added">Further directories that it names.</param>
    /// <exception cref="WorkspaceException">A directory is outside the roots, is missing, or cannot be used.</exception>
    public Workspace Resolve(string? named, IReadOnlyList<string> added)
    {
        try
        {
            var here = Directory.GetCurrentDirectory();
            var own = RealPath.Of(_options.Workspace, here);
            var allowed = Allowed().Select(directory => RealPath.Of(directory, here)).ToList();
            List<string> roots = [.. allowed, own];
            var directory = Resolve(named ?? roots[0], roots);
            return new Workspace(
                directory,
                [.. allowed.Skip(1).Concat(added.Select(name => Resolve(name, roots))).Distinct(StringComparer.Ordinal).Where(other => other != directory)],
                PlansOf(directory, own));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkspaceException($"The working directory cannot be used: {fault.Message}", fault);
        }
    }

    private string[] Allowed() =>
        _options.AllowedDirectories.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Resolve(string named, List<string> roots)
    {
        var directory = RealPath.Of(named, roots[0]);
        if (!roots.Exists(root => RealPath.IsWithin(directory, root)))
            throw new WorkspaceException($"'{named}' is outside the directories in which Claude Code may work: {string.Join(", ", roots)} (ALLOWED_DIR, CLAUDE_WORKSPACE).");

        // Ours to make; an allowed directory that is missing is a mistake, or a volume that is not there.
        if (RealPath.IsWithin(directory, roots[^1])) Directory.CreateDirectory(directory);
        return Directory.Exists(directory) ? directory : throw new WorkspaceException($"The directory '{named}' does not exist.");
    }

    private static string? PlansOf(string directory, string own)
    {
        if (RealPath.IsWithin(own, directory)) return Path.Combine(own, Plans);
        return RealPath.IsWithin(directory, own) ? Path.Combine(directory, Plans) : null;
    }
}

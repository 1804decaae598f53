using Microsoft.Extensions.Options;
using Pipeline.Transport.Files;

namespace Pipeline.Workers.Telegram.Workspaces;

/// <summary>Finds the directory that a chat's tasks work in, by the rules of the workers that run them.</summary>
internal sealed class ChatWorkspaces(IOptions<WorkspaceOptions> options)
{
    private readonly WorkspaceOptions _options = options.Value;

    /// <summary>The real path of a workspace; one that is ours to make is made.</summary>
    /// <param name="named">The directory that the chat has chosen: absolute, or relative to the first allowed one; null for that one itself.</param>
    /// <exception cref="WorkspaceFileException">It is outside the allowed directories, is missing, or cannot be used.</exception>
    public string Resolve(string? named)
    {
        try
        {
            var here = Directory.GetCurrentDirectory();
            var own = RealPath.Of(_options.Workspace, here);
            List<string> roots = [.. Allowed().Select(directory => RealPath.Of(directory, here)), own];
            var directory = RealPath.Of(named ?? roots[0], roots[0]);
            if (!roots.Exists(root => RealPath.IsWithin(directory, root)))
                throw new WorkspaceFileException($"'{named}' is outside the directories in which Claude Code may work.");

            if (RealPath.IsWithin(directory, own)) Directory.CreateDirectory(directory);
            return Directory.Exists(directory) ? directory : throw new WorkspaceFileException($"The directory '{named ?? directory}' does not exist.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkspaceFileException($"The directory to work in cannot be used: {fault.Message}", fault);
        }
    }

    private string[] Allowed() =>
        _options.AllowedDirectories.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

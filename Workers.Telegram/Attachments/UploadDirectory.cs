using System.Text;
using Pipeline.Persistence.Files;
using Pipeline.Transport.Files;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>
/// Where the files of a workspace's nodes are: <c>.pipeline-uploads/NODE/</c>. Within the workspace, because the agent may
/// read nothing else; with a <c>.gitignore</c> of its own, so that nobody commits them by accident; a directory for each node,
/// so that two people's <c>notes.txt</c> do not meet; and not in <c>.pipeline</c>, which may be a host's own.
/// </summary>
internal static class UploadDirectory
{
    public const string Name = ".pipeline-uploads";

    private const string IgnoreName = ".gitignore";

    private static readonly byte[] IgnoreAll = Encoding.UTF8.GetBytes("*\n");

    /// <summary>The node's directory, made where it is not there.</summary>
    /// <exception cref="WorkspaceFileException">Somebody has put a link in its place.</exception>
    public static async Task<string> CreateAsync(string workspace, Guid nodeId, CancellationToken cancellationToken)
    {
        var all = Create(Path.Combine(workspace, Name));
        var ignore = new FileInfo(Path.Combine(all, IgnoreName));
        if (!ignore.Exists || ignore.LinkTarget is not null || ignore.Length != IgnoreAll.Length)
            await AtomicFile.WriteAsync(ignore.FullName, IgnoreAll, cancellationToken);
        return Create(Path.Combine(all, $"{nodeId:N}"));
    }

    /// <summary>Deletes what nodes were sent before a time.</summary>
    public static void Sweep(string workspace, DateTimeOffset before)
    {
        var all = new DirectoryInfo(Path.Combine(workspace, Name));
        if (!all.Exists || !IsReal(all.FullName)) return;

        foreach (var node in all.EnumerateDirectories().Where(node => node.LinkTarget is null && node.LastWriteTimeUtc < before.UtcDateTime)) node.Delete(recursive: true);
    }

    private static string Create(string directory)
    {
        Directory.CreateDirectory(directory);
        return IsReal(directory) ? directory : throw new WorkspaceFileException($"'{directory}' is a symbolic link; remove it, so that files can be saved there.");
    }

    // The agent may have put a link there, for us to write elsewhere.
    private static bool IsReal(string directory) => RealPath.Of(directory, directory) == directory;
}

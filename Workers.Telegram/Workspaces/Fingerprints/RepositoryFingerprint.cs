using System.Text;
using System.Text.Unicode;

namespace Pipeline.Workers.Telegram.Workspaces.Fingerprints;

/// <summary>
/// What a repository looks like: its commit, its index, size and time of every file that is not ignored, and the content
/// of those that are untracked or were written after git last wrote its index, which is where the changes are.
/// </summary>
internal static class RepositoryFingerprint
{
    private const int MostOutput = 16 << 20;
    private const string NestedRepository = "160000";

    /// <summary>Adds the repository; false where it is too large or git cannot tell.</summary>
    public static async Task<bool> TryAddAsync(FingerprintHash hash, string workspace, GitRepository git, CancellationToken cancellationToken)
    {
        // An empty repository has no commit yet, which is one of the things that it can look like.
        var head = await git.AskAsync(MostOutput, cancellationToken, "rev-parse", "--quiet", "--verify", "HEAD");
        var index = await git.AskAsync(MostOutput, cancellationToken, "rev-parse", "--git-path", "index");
        var tracked = await git.AskAsync(MostOutput, cancellationToken, "ls-files", "-z", "--stage");
        var untracked = await git.AskAsync(MostOutput, cancellationToken, "ls-files", "-z", "--others", "--exclude-standard");
        if (index is null || tracked is null || untracked is null || !HasReadablePaths(tracked) || !HasReadablePaths(untracked)) return false;

        hash.Add(head ?? []);
        hash.Add(tracked);
        var written = new FileInfo(Path.Combine(workspace, Encoding.UTF8.GetString(index).TrimEnd('\n'))).LastWriteTimeUtc;
        foreach (var entry in Split(tracked))
        {
            var path = entry[(entry.IndexOf('\t', StringComparison.Ordinal) + 1)..];
            var isNested = entry.StartsWith(NestedRepository, StringComparison.Ordinal);
            if (!await TryAddAsync(hash, Path.Combine(workspace, path), isNested, written, cancellationToken)) return false;
        }

        foreach (var path in Split(untracked).Where(path => !FingerprintHash.IsOurs(path.Split('/')[0])))
        {
            // A repository that lies in this one is listed as a directory.
            if (!await TryAddAsync(hash, Path.Combine(workspace, path), path.EndsWith('/'), DateTime.MinValue, cancellationToken)) return false;
        }

        return true;
    }

    private static async Task<bool> TryAddAsync(FingerprintHash hash, string path, bool isNested, DateTime indexWritten, CancellationToken cancellationToken)
    {
        if (isNested) return !Directory.Exists(path) || DirectoryFingerprint.TryAdd(hash, new DirectoryInfo(path), isWorkspace: false, cancellationToken);

        var file = new FileInfo(path);
        return hash.TryAddEntry(file) && (file.LastWriteTimeUtc < indexWritten || await hash.TryAddContentAsync(file, cancellationToken));
    }

    // .NET cannot open a path that is not UTF-8.
    private static bool HasReadablePaths(byte[] output) => Utf8.IsValid(output);

    private static string[] Split(byte[] output) => Encoding.UTF8.GetString(output).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}

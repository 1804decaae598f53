namespace Pipeline.Workers.Telegram.Workspaces.Fingerprints;

/// <summary>What a directory that is no repository looks like: names, sizes and times of everything below it. Links are not followed.</summary>
internal static class DirectoryFingerprint
{
    /// <summary>Adds everything below a directory; false where it is too much.</summary>
    /// <exception cref="IOException">It changed while it was looked at, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Some of it may not be read.</exception>
    public static bool TryAdd(FingerprintHash hash, DirectoryInfo directory, bool isWorkspace, CancellationToken cancellationToken)
    {
        Stack<DirectoryInfo> left = new([directory]);
        while (left.TryPop(out var current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isTop = isWorkspace && current == directory;
            foreach (var entry in Entries(current).Where(entry => !(isTop && FingerprintHash.IsOurs(entry.Name))))
            {
                // The times of directories tell no more than the names in them.
                if (entry is DirectoryInfo { LinkTarget: null } below) left.Push(below);
                if (!hash.TryAddEntry(entry)) return false;
            }
        }

        return true;
    }

    // Without options it leaves nothing out, neither what is hidden nor what may not be read, which throws.
    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo directory) => directory
        .EnumerateFileSystemInfos()
        .Take(FingerprintHash.MostEntries + 1)
        .OrderBy(entry => entry.Name, StringComparer.Ordinal);
}

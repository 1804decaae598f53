namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>Files that go when they are closed, and what a process that was killed has left of them.</summary>
internal static class TemporaryFiles
{
    /// <summary>How long none of them is left untouched while it is in use: a day.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(1);

    private const string Prefix = "pipeline-telegram-";

    /// <summary>Creates one that only this user can read.</summary>
    /// <param name="share">What others may do with it meanwhile.</param>
    public static FileStream Create(FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}"), options);
    }

    /// <summary>Deletes those that nobody has touched since a time.</summary>
    public static void Sweep(DateTimeOffset before)
    {
        foreach (var file in new DirectoryInfo(Path.GetTempPath()).EnumerateFiles($"{Prefix}*"))
            if (file.LastWriteTimeUtc < before.UtcDateTime) TryDelete(file);
    }

    private static void TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            // It is another user's, or in use after all.
        }
    }
}

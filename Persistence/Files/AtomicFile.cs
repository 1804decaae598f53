using System.Text;

namespace Pipeline.Persistence.Files;

/// <summary>
/// Writes files that survive a crash at any moment: a reader finds the old content or the new, whole, and
/// what a completed call wrote is on the disk. Files are readable by their owner alone.
/// </summary>
public static class AtomicFile
{
    private const string TemporaryEnding = ".new";

    /// <summary>Replaces or creates a file. Writers of one file must take turns if the last is to win.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="content">Everything it is to hold.</param>
    /// <param name="cancellationToken">Gives up before the file is replaced; nothing is left behind.</param>
    /// <exception cref="IOException">The file system refused; the old content stands.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporaryEnding}";
        try
        {
            await WriteThroughAsync(temporary, content, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        DirectoryEntries.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>As the other, with text, in UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAsync(string path, string content, CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(content), cancellationToken);

    /// <summary>Deletes a file so that it stays deleted; does nothing where it is not there.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    public static void Delete(string path)
    {
        File.Delete(path);
        DirectoryEntries.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Deletes the temporary files that killed writers left in a directory. For the directory's owner at
    /// its start, before it writes.
    /// </summary>
    public static void DeleteLeftovers(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, $"*{TemporaryEnding}")) File.Delete(file);
    }

    private static async Task WriteThroughAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var file = new FileStream(path, options);
        await file.WriteAsync(content, cancellationToken);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}

using System.Runtime.InteropServices;

namespace Pipeline.Persistence.Files;

/// <summary>
/// Flushes a directory: on Unix a rename is on the disk only once the directory is, and .NET opens no
/// directories. Windows journals the rename by itself.
/// </summary>
internal static partial class DirectoryEntries
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The file system refused.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows()) return;

        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0) throw Fault(directory);

        try
        {
            if (Fsync(descriptor) != 0) throw Fault(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string directory) =>
        new($"{directory} cannot be flushed to disk: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}

using System.Runtime.InteropServices;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>What makes Linux give a process the orphans among its descendants, which otherwise go to init and are lost from sight.</summary>
internal static partial class Subreaper
{
    private const int SetChildSubreaper = 36;
    private const int WithoutWaiting = 1;

    /// <summary>Makes this process one; false where the system knows no such thing.</summary>
    public static bool TryBecome() => OperatingSystem.IsLinux() && Control(SetChildSubreaper, 1, 0, 0, 0) == 0;

    /// <summary>Lets go of a child that has ended; another one is not touched.</summary>
    public static void Reap(int processId) => _ = WaitFor(processId, 0, WithoutWaiting);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WaitFor(int processId, nint status, int options);
}

using System.Runtime.InteropServices;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Signals that end a process, with their numbers on Linux and macOS.</summary>
internal enum Signal
{
    /// <summary>Only asks whether there is such a process.</summary>
    None = 0,

    /// <summary>Ctrl-C: Claude Code ends its tools and says where it was.</summary>
    Interrupt = 2,

    /// <summary>Ends it at once.</summary>
    Kill = 9,

    /// <summary>Asks it to end.</summary>
    Terminate = 15,
}

/// <summary>Sends signals.</summary>
internal static partial class Signals
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal to one process; to one that is gone or not ours it does nothing.</summary>
    public static void Send(int processId, Signal signal) => _ = Kill(processId, (int)signal);

    /// <summary>Whether a process has this id, be it that it has ended and waits for its parent to ask. Opens no file.</summary>
    public static bool Exists(int processId) => Kill(processId, (int)Signal.None) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}

using System.Runtime.InteropServices;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Signals that end a process, with their numbers on Linux and macOS.</summary>
internal enum Signal
{
    /// <summary>Never sent.</summary>
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
    /// <summary>Sends a signal to one process; false where it is gone or not ours.</summary>
    public static bool Send(int processId, Signal signal) => Kill(processId, (int)signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}

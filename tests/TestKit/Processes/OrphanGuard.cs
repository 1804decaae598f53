using System.Diagnostics;

namespace Pipeline.TestKit.Processes;

/// <summary>
/// Ends a server with the tests that started it, however these end: the server's group is killed when the
/// pipe closes that only this process holds.
/// </summary>
public static class OrphanGuard
{
    // The watcher reads the pipe; the server takes the shell's place, so that its id and its exit are the server's own.
    private const string Script = "{ cat > /dev/null; kill -KILL 0; } <&3 & exec \"$@\" 3<&- < /dev/null";

    /// <summary>How to start the server; its standard input belongs to the guard and must stay open.</summary>
    public static ProcessStartInfo Start(params IEnumerable<string> command) =>
        new("setsid", ["sh", "-c", $"exec 3<&0; {Script}", "sh", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}

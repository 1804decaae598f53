using System.Diagnostics;
using System.Text;

namespace Pipeline.TestKit.Processes;

/// <summary>
/// A server that ends with the tests that started it, however these end: when a pipe closes whose other end
/// only this process holds, all that the server has started is killed at once, and its directory removed.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private const string Keep = "keep";

    // The watcher, in a session of its own, reads the pipe. The server takes the shell's place, so that its exit is its own.
    private const string Script = """
        exec 3<&0
        setsid sh -c '
            read -r order <&3
            kill -s KILL -- -"$1"
            [ "$order" = keep ] || rm -rf "$2" || { sleep 1; rm -rf "$2"; }
        ' sh $$ "$1" > /dev/null 2>&1 &
        shift
        exec "$@" 3<&- < /dev/null
        """;

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private GuardedProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether the server has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed, and how it ended if it did, for a message about why it did.</summary>
    public string Report => $"exit code {(_process.HasExited ? _process.ExitCode : "none yet")}\n{_output}";

    /// <summary>Starts a server.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="directory">What it keeps; removed if this process ends before the server.</param>
    /// <param name="environment">Variables besides this process's own.</param>
    public static GuardedProcess Start(IEnumerable<string> command, string directory, IReadOnlyDictionary<string, string> environment)
    {
        // A session of its own, so that what is killed is the server's.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "sh", directory, .. command])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new GuardedProcess(start);
    }

    /// <summary>Ends the server as a power cut does; what it has kept stays.</summary>
    public Task KillAsync()
    {
        _process.StandardInput.WriteLine(Keep);
        _process.StandardInput.Close();
        return _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}

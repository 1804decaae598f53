using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Start;

/// <summary>One process of Claude Code.</summary>
internal sealed class ClaudeProcess : IDisposable
{
    private const int Killed = 128 + (int)Stopping.Signal.Kill;

    private readonly Process _process;

    private ClaudeProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Identity = OperatingSystem.IsLinux() ? ProcessIdentity.Of(Id) : null;
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Tells it from a later process with the same id; null where it has ended already, or the system cannot tell.</summary>
    public ProcessIdentity? Identity { get; }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Errors => _process.StandardError.BaseStream;

    /// <summary>Its exit code; that of a killed one where the system does not let it end.</summary>
    public int ExitCode => _process.HasExited ? _process.ExitCode : Killed;

    /// <summary>Starts it.</summary>
    /// <exception cref="Win32Exception">The system cannot start the program.</exception>
    public static ClaudeProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ClaudeProcess(Process.Start(start)!);
    }

    /// <summary>Writes the prompt to its stdin and closes it.</summary>
    public async Task FeedAsync(string prompt)
    {
        try
        {
            await using var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.UTF8.GetBytes(prompt));
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading all of it: its end tells why.
        }
        catch (Exception fault) when (fault is ObjectDisposedException or OperationCanceledException)
        {
            // Given up, as somebody else held it open after the process had ended.
        }
    }

    /// <summary>Waits for its end; not for that of others which hold its output.</summary>
    public Task ExitAsync() => _process.WaitForExitAsync();

    /// <summary>Sends a signal; one to a process that has ended does nothing. Systems without signals end it, and all that it started, at once.</summary>
    public void Signal(Signal signal)
    {
        if (Identity is { } identity) identity.Signal(signal);
        else if (!OperatingSystem.IsLinux() && (signal == Stopping.Signal.Kill || OperatingSystem.IsWindows())) KillTree();
        else if (!_process.HasExited) Signals.Send(Id, signal);
    }

    public void Dispose()
    {
        // Whoever holds it reads nothing more; the writer's own closing would wait for them.
        _process.StandardInput.BaseStream.Dispose();
        _process.Dispose();
    }

    private void KillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself meanwhile.
        }
    }
}

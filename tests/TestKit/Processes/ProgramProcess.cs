using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.TestKit.Processes;

/// <summary>A program as a process of its own, with nothing of this process's environment but the path.</summary>
public sealed partial class ProgramProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _printed = new(0);
    private readonly Process _process;

    private ProgramProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything printed so far, on either stream.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a program.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Its variables, besides where programs and .NET are found.</param>
    /// <param name="directory">Its working directory, and its home.</param>
    public static ProgramProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string directory)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "DOTNET_ROOT" }) start.Environment[name] = Environment.GetEnvironmentVariable(name);
        start.Environment["HOME"] = directory;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ProgramProcess(start);
    }

    /// <summary>Waits until the words have been printed.</summary>
    /// <exception cref="InvalidOperationException">The program has ended without them.</exception>
    public async Task SaysAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            if (_process.HasExited && !await HasSaidAsync(words))
                throw new InvalidOperationException($"The program ended with {_process.ExitCode} and never said '{words}':\n{Output}");
            await _printed.WaitAsync(limit.Token);
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(ProcessSignal signal)
    {
        if (Kill(_process.Id, (int)signal) != 0) throw new InvalidOperationException($"The process cannot be signalled:\n{Output}");
    }

    /// <summary>Sends a signal, and returns the exit code once the process has ended.</summary>
    public Task<int> EndAsync(ProcessSignal signal)
    {
        Signal(signal);
        return ExitAsync();
    }

    /// <summary>The exit code, once the process has ended and all that it printed is there.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends the process as a crash does, with all that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _printed.Dispose();
    }

    private async Task<bool> HasSaidAsync(string words)
    {
        await _process.WaitForExitAsync();
        return Output.Contains(words, StringComparison.Ordinal);
    }

    private void Note(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
        _printed.Release();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}

/// <summary>Signals that end a process, with their numbers on Linux and macOS.</summary>
public enum ProcessSignal
{
    /// <summary>Never sent.</summary>
    None = 0,

    /// <summary>Ctrl-C.</summary>
    Interrupt = 2,

    /// <summary>Ends it at once.</summary>
    Kill = 9,

    /// <summary>What service managers send.</summary>
    Terminate = 15,
}

using System.Diagnostics;
using System.Text;

namespace Pipeline.TestKit.Cli;

/// <summary>One process of the CLI: collects what it prints, and takes its children along when it is killed.</summary>
internal sealed class ClaudeProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public ClaudeProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
    }

    /// <summary>What it has printed so far.</summary>
    public string Printed => $"--- stdout\n{Read(_output)}\n--- stderr\n{Read(_errors)}";

    public async Task<ClaudeRun> RunAsync(CancellationToken stop)
    {
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);

            // Its directories can be deleted only once it writes no more.
            await _process.WaitForExitAsync(CancellationToken.None).Soon();
            throw;
        }

        return ClaudeRun.Parse(_process.ExitCode, Read(_output), Read(_errors));
    }

    public void Dispose() => _process.Dispose();

    private static void Append(StringBuilder printed, string? line)
    {
        if (line is null) return;
        lock (printed) printed.Append(line).Append('\n');
    }

    private static string Read(StringBuilder printed)
    {
        lock (printed) return printed.ToString();
    }
}

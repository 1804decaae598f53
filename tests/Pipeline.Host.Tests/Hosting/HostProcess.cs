using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Pipeline.TestKit;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>The host as a process of its own, in a directory of its own, with nothing of this process's settings.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private static readonly string Program = typeof(PipelineApplication).Assembly.Location;

    private readonly TemporaryDirectory _directory = new("host");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _printed = new(0);
    private readonly Process _process;

    private HostProcess(string[] command, Dictionary<string, string> environment, string? file, string? directory)
    {
        Directory = directory ?? _directory.Path;
        if (file is not null) File.WriteAllText(Path.Combine(Directory, ".env"), file);

        var start = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = Directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "DOTNET_ROOT" }) start.Environment[name] = Environment.GetEnvironmentVariable(name);
        start.Environment["HOME"] = Directory;
        foreach (var (name, value) in environment) start.Environment[name] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Directory { get; }

    /// <summary>Everything printed so far, on either stream.</summary>
    public string Output => string.Join('\n', _lines);

    public Uri Address => new(ListensOn().Match(Output).Groups["url"].Value);

    /// <summary>Starts a host and waits until its start-up message is whole.</summary>
    public static async Task<HostProcess> StartAsync(
        string[] arguments, Dictionary<string, string>? environment = null, string? file = null, string? directory = null)
    {
        var host = new HostProcess([Program, .. arguments], environment ?? [], file, directory);
        await host.SaysAsync("State ");
        return host;
    }

    /// <summary>The same by <c>dotnet run</c>, as the README says it, from a directory that is not the project's.</summary>
    public static async Task<HostProcess> StartFromSourceAsync(string[] arguments, string file)
    {
        var project = Path.Combine(RepositoryRoot.Path, "Pipeline.Host");
        var configuration = Program.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        string[] command = ["run", "--no-build", "--configuration", configuration, "--project", project, "--", .. arguments];
        var host = new HostProcess(command, [], file, directory: null);
        await host.SaysAsync("State ");
        return host;
    }

    /// <summary>Runs a program that ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(
        string[] arguments, Dictionary<string, string>? environment = null, string? directory = null)
    {
        await using var host = new HostProcess([Program, .. arguments], environment ?? [], file: null, directory);
        await host._process.WaitForExitAsync().Soon();
        return (host._process.ExitCode, host.Output);
    }

    /// <summary>Waits until the words have been printed.</summary>
    public async Task SaysAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            if (_process.HasExited) Assert.Fail($"The program ended with {_process.ExitCode} and never said '{words}':\n{Output}");
            await _printed.WaitAsync(limit.Token);
        }
    }

    /// <summary>Presses Ctrl-C.</summary>
    public void PressCtrlC() => Assert.Equal(0, Kill(_process.Id, SigInt));

    /// <summary>Presses Ctrl-C, and returns the exit code.</summary>
    public Task<int> InterruptAsync() => EndAsync(SigInt);

    /// <summary>Asks the process to end, as a service manager does, and returns the exit code.</summary>
    public Task<int> TerminateAsync() => EndAsync(SigTerm);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _printed.Dispose();
        _directory.Dispose();
    }

    private async Task<int> EndAsync(int signal)
    {
        Assert.Equal(0, Kill(_process.Id, signal));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Note(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
        _printed.Release();
    }

    [GeneratedRegex(@"listens on (?<url>http://[^\s,]+[^\s,.])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListensOn();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}

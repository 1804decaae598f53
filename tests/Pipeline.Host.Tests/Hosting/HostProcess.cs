using System.Text.RegularExpressions;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>The host as a process of its own, in a directory of its own, with nothing of this process's settings.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly string Program = typeof(PipelineApplication).Assembly.Location;

    private readonly TemporaryDirectory _directory = new("host");
    private readonly ProgramProcess _process;

    private HostProcess(string[] command, Dictionary<string, string> environment, string? file, string? directory)
    {
        Directory = directory ?? _directory.Path;
        if (file is not null) File.WriteAllText(Path.Combine(Directory, ".env"), file);

        _process = ProgramProcess.Start(["dotnet", .. command], environment, Directory);
    }

    public string Directory { get; }

    public int Id => _process.Id;

    /// <summary>Everything printed so far, on either stream.</summary>
    public string Output => _process.Output;

    public Uri Address => new(ListensOn().Match(Output).Groups["url"].Value);

    /// <summary>Starts the program, which may or may not end by itself.</summary>
    public static HostProcess Start(string[] arguments, Dictionary<string, string> environment) => new([Program, .. arguments], environment, file: null, directory: null);

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
        return (await host._process.ExitAsync().Soon(), host.Output);
    }

    /// <summary>Waits until the words have been printed.</summary>
    public Task SaysAsync(string words) => _process.SaysAsync(words);

    /// <summary>Presses Ctrl-C.</summary>
    public void PressCtrlC() => _process.Signal(ProcessSignal.Interrupt);

    /// <summary>Presses Ctrl-C, and returns the exit code.</summary>
    public Task<int> InterruptAsync() => _process.EndAsync(ProcessSignal.Interrupt);

    /// <summary>Asks the process to end, as a service manager does, and returns the exit code.</summary>
    public Task<int> TerminateAsync() => _process.EndAsync(ProcessSignal.Terminate);

    /// <summary>Ends the process as a crash does.</summary>
    public Task KillAsync() => _process.EndAsync(ProcessSignal.Kill);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    [GeneratedRegex(@"listens on (?<url>http://[^\s,]+[^\s,.])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListensOn();
}

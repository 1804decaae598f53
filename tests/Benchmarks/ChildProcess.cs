using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Benchmarks;

/// <summary>A process of ours, and what the operating system says it has used.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const double TicksPerSecond = 100;

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Resident memory in MB (10^6 bytes).</summary>
    public double ResidentMegabytes => Status("VmRSS:") * 1024 / 1e6;

    /// <summary>Processor time used so far, of user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[1].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
    }

    /// <summary>Starts a .NET program and waits for the line of its output that says where it listens.</summary>
    public static async Task<(ChildProcess Process, Uri Address)> StartAsync(
        string assembly, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Directory.CreateTempSubdirectory("pipeline-bench-").FullName,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0) continue;

            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return (new ChildProcess(process), new Uri(line[at..].Split(' ')[0].TrimEnd('.')));
        }

        throw new InvalidOperationException($"{assembly} ended without listening.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private long Status(string name) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

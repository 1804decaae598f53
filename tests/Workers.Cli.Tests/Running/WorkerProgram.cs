using Pipeline.TestKit;
using Pipeline.TestKit.Processes;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A process that is a worker with one run, to be killed, or to end when nothing of the run is left.</summary>
internal static class WorkerProgram
{
    public const string Verb = "run";

    /// <summary>Printed when the run is over and no child is left, not even one that has ended.</summary>
    public const string LastWords = "no child is left";

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>Starts the process; what it makes is in the directory.</summary>
    public static ProgramProcess Start(Guid run, string script, string directory) => ProgramProcess.Start(
        ["dotnet", typeof(WorkerProgram).Assembly.Location, Verb, run.ToString(), script],
        new Dictionary<string, string> { ["TMPDIR"] = directory },
        directory);

    public static async Task RunAsync(Guid run, string script)
    {
        var time = new ManualTime();
        var adopted = new AdoptedProcesses(time);
        adopted.Start();
        using var bench = new RunBench(adopted: adopted);
        bench.Events.Before = told =>
        {
            Console.WriteLine(told);
            return Task.CompletedTask;
        };
        await bench.Runs.RunAsync(RunBench.Request(script) with { RunId = run }, bench.Events, CancellationToken.None);
        await Patience.UntilAsync(() =>
        {
            adopted.Check();
            time.Advance(Long);
            adopted.Check();
            return Task.FromResult(!HasChildren());
        });
        Console.WriteLine(LastWords);
    }

    private static bool HasChildren() => ProcessFiles.Ids().Any(id => ProcessFiles.Stat(id)?.Parent == Environment.ProcessId);
}

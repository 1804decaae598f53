using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A process that is a worker with some runs, to be killed, or to end when nothing of the runs is left.</summary>
internal static class WorkerProgram
{
    public const string Verb = "run";

    /// <summary>Printed when the runs are over and no child is left, not even one that has ended.</summary>
    public const string LastWords = "no child is left";

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>Starts the process with one run; what it makes is in the directory.</summary>
    public static ProgramProcess Start(Guid run, string script, string directory) => Start(run, [script], directory);

    /// <summary>Starts the process with a run for each script, which all end together.</summary>
    public static ProgramProcess Start(Guid first, string[] scripts, string directory) => ProgramProcess.Start(
        ["dotnet", typeof(WorkerProgram).Assembly.Location, Verb, first.ToString(), .. scripts],
        new Dictionary<string, string> { ["TMPDIR"] = directory },
        directory);

    public static async Task RunAsync(Guid first, string[] scripts)
    {
        var time = new ManualTime();
        var adopted = new AdoptedProcesses(time);
        adopted.Start();
        using var bench = new RunBench(adopted: adopted);
        var (ending, allEnd) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        bench.Events.Before = told =>
        {
            Console.WriteLine(told);
            if (told is not RunEnded) return Task.CompletedTask;
            if (Interlocked.Increment(ref ending) == scripts.Length) allEnd.SetResult();
            return allEnd.Task;
        };
        await Task.WhenAll(scripts.Select((script, number) =>
            bench.Runs.RunAsync(RunBench.Request(script) with { RunId = number == 0 ? first : Guid.NewGuid() }, bench.Events, CancellationToken.None)));
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

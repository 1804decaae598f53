using Pipeline.TestKit.Processes;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A process that is a worker with one run, to be killed.</summary>
internal static class WorkerProgram
{
    public const string Verb = "run";

    /// <summary>Starts the process; what it makes is in the directory.</summary>
    public static ProgramProcess Start(Guid run, string script, string directory) => ProgramProcess.Start(
        ["dotnet", typeof(WorkerProgram).Assembly.Location, Verb, run.ToString(), script],
        new Dictionary<string, string> { ["TMPDIR"] = directory },
        directory);

    public static async Task RunAsync(Guid run, string script)
    {
        using var bench = new RunBench();
        bench.Events.Before = told =>
        {
            Console.WriteLine(told);
            return Task.CompletedTask;
        };
        await bench.Runs.RunAsync(RunBench.Request(script) with { RunId = run }, bench.Events, CancellationToken.None);
    }
}

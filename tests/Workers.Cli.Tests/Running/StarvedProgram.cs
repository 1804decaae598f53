using Pipeline.TestKit;
using Pipeline.TestKit.Processes;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A process that is a worker with one run, which it has to end while it can open no file.</summary>
internal static class StarvedProgram
{
    public const string Verb = "starve";

    /// <summary>Starts the process; its run says "begun" once it has.</summary>
    public static ProgramProcess Start(Guid run, string script, string directory) => ProgramProcess.Start(
        ["bash", "-c", "ulimit -n 400; exec \"$@\"", "bash", "dotnet", typeof(StarvedProgram).Assembly.Location, Verb, run.ToString(), script],
        new Dictionary<string, string> { ["TMPDIR"] = directory },
        directory);

    public static async Task RunAsync(Guid run, string script)
    {
        using var bench = new RunBench();

        // A program is loaded from files too, where its code is needed for the first time.
        await EndAsync(bench, Guid.NewGuid(), script, () => []);
        Console.WriteLine(await EndAsync(bench, run, script, OpenAll));
    }

    private static async Task<RunOutcome> EndAsync(RunBench bench, Guid run, string script, Func<List<FileStream>> open)
    {
        var ended = bench.Runs.RunAsync(RunBench.Request(script) with { RunId = run }, bench.Events, CancellationToken.None);
        await Patience.UntilAsync(() => Task.FromResult(bench.Events.Text.EndsWith(run.ToString("N"), StringComparison.Ordinal)));
        var process = bench.Runs.Active.Single().ProcessId;
        var files = open();
        bench.Runs.Stop(run, StopCause.LeaseLost);
        await Patience.UntilAsync(() => Task.FromResult(ended.IsFaulted || !Signals.Exists(process)));
        foreach (var file in files) await file.DisposeAsync();
        return await ended;
    }

    private static List<FileStream> OpenAll()
    {
        var files = new List<FileStream>();
        try
        {
            while (true) files.Add(File.OpenRead("/dev/null"));
        }
        catch (IOException)
        {
            return files;
        }
    }
}

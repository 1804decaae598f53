using Pipeline.Workers.Cli.Start;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Sees a process to its end: SIGINT when it is to stop, then SIGTERM, then SIGKILL, and afterwards whatever is left of its run.</summary>
internal sealed class StopSequence(ClaudeProcess process, RunProcesses processes, RunStop stop, TimeProvider time)
{
    // The kernel keeps a killed process that waits for a device, for instance a network drive that does not answer.
    private static readonly TimeSpan PatienceAfterKill = TimeSpan.FromSeconds(5);

    /// <summary>Completes when neither the process nor anything that it started is left, or what is left cannot be killed.</summary>
    public async Task RunAsync()
    {
        var exit = process.ExitAsync();
        await Task.WhenAny(exit, stop.Requested);
        if (!exit.IsCompleted) await EndAsync(exit);

        await processes.KillAsync();
    }

    private async Task EndAsync(Task exit)
    {
        await SignalAsync(Signal.Interrupt, stop.Times.BeforeTerminate, exit);
        await SignalAsync(Signal.Terminate, stop.Times.BeforeKill, exit);
        await SignalAsync(Signal.Kill, TimeSpan.Zero, exit);
        await Task.WhenAny(exit, Task.Delay(PatienceAfterKill, TimeProvider.System));
    }

    private async Task SignalAsync(Signal signal, TimeSpan patience, Task exit)
    {
        if (exit.IsCompleted || (stop.AtOnce.IsCancellationRequested && signal != Signal.Kill)) return;

        // Its tools are of no family any more once it has ended.
        processes.Look();
        process.Signal(signal);
        if (patience > TimeSpan.Zero) await Task.WhenAny(exit, Task.Delay(patience, time, stop.AtOnce));
    }
}

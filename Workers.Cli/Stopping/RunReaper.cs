using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>
/// Ends what is left of runs whose worker was killed: before this one takes its first task, and from time to time, as a worker
/// beside it may be killed too. Keeps watch over the orphans that its own runs leave to it.
/// </summary>
internal sealed class RunReaper(OrphanedRuns orphans, AdoptedProcesses adopted, TimeProvider time, ILogger<RunReaper> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Time between two looks: 10 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Before any service starts, the bus with its consumers included.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        adopted.Start();
        return orphans.ReapAsync();
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Interval, time);
        try
        {
            while (await pause.WaitForNextTickAsync(stoppingToken)) await LookAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It stops.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            adopted.Check();
            await orphans.ReapAsync();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "What is left of runs could not be looked for; it is tried again");
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.CliRuns;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>Says from time to time that this worker is there, for those who ask how many there are.</summary>
internal sealed class Presence(CliWorkers workers, TimeProvider time, ILogger<Presence> log) : BackgroundService
{
    private readonly string _name = $"{Environment.MachineName}:{Guid.NewGuid():N}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(workers.RemoveAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(CliWorkers.Interval, time);
        try
        {
            do await TryAsync(workers.NoteAsync, stoppingToken);
            while (await pause.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It stops.
        }
    }

    private async Task TryAsync(Func<string, CancellationToken, Task> say, CancellationToken cancellationToken)
    {
        try
        {
            await say(_name, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Tasks themselves tell of an outage; here it is only not known for a while how many workers there are.
            log.LogDebug(fault, "It could not be said that this worker is there");
        }
    }
}

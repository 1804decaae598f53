using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Pipeline.Transport.Hosting;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>
/// Ends all runs when the worker stops. They are told before anything else stops, so that their ends can still be sent,
/// and none is left when the time for it is over.
/// </summary>
internal sealed class RunShutdown(ClaudeRuns runs, IConfiguration configuration) : IHostedLifecycleService
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);

    private Task _ended = Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _ended = runs.StopAllAsync(StopCause.Shutdown, StopTimes.Within(ShutdownTimes.From(configuration)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ended.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process is about to end. What this leaves is the reaper's.
            await Task.WhenAny(runs.StopAllAsync(StopCause.Shutdown, StopTimes.AtOnce), Task.Delay(LastMoment, TimeProvider.System, CancellationToken.None));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

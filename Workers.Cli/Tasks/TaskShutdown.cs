using Microsoft.Extensions.Hosting;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>
/// Takes no more tasks once the worker stops, and waits until the ends of all have been told. Added before what ends the
/// processes and after the bus, so that it stops in between.
/// </summary>
internal sealed class TaskShutdown(CliTasks tasks, TaskSlots slots) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        slots.Close();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tasks.EndedAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What could not be told in time is found by its lease.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Microsoft.Extensions.Hosting;

namespace Pipeline.Persistence.State.Files;

/// <summary>
/// Takes the state directory before anything else starts, and loads the state while everything starts. State
/// that cannot be read ends the host.
/// </summary>
internal sealed class FileStateStart(FileState state) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = state.OpenAsync();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not cancelled: loading cannot be, and a host that could not start is no fault of the state's.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await state.OpenAsync();
}

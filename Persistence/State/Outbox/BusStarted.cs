using MassTransit;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>Completes once the bus takes messages: sent earlier, in memory, they would find no queue.</summary>
internal sealed class BusStarted : IBusObserver
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _started.Task;

    public async Task PostStart(IBus bus, Task<BusReady> busReady)
    {
        await busReady;
        _started.TrySetResult();
    }

    public void PostCreate(IBus bus)
    {
        // It has not started yet.
    }

    public void CreateFaulted(Exception exception)
    {
        // The host reports it.
    }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
}

using System.Collections.Concurrent;
using MassTransit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Tells when the transport has been told that a message was consumed.</summary>
internal sealed class Acknowledgements : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _awaited = new();

    /// <summary>Sends a message and waits for its acknowledgement.</summary>
    public async Task OfAsync(Guid messageId, Func<Task> send)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[messageId] = acknowledged;
        await send();
        await acknowledged.Task;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (_awaited.TryRemove(context.GetMessageId() ?? Guid.Empty, out var acknowledged)) acknowledged.SetResult();
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    // A fault is acknowledged as well, but promises nothing: the program then says nothing more.
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        _awaited.TryRemove(context.MessageId ?? Guid.Empty, out _);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}

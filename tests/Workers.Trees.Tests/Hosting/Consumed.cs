using System.Collections.Concurrent;
using MassTransit;
using Npgsql;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Knows which messages have been consumed, with all that came of it.</summary>
internal sealed class Consumed : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _messages = new();

    /// <summary>Dead letters, and faults of consumers that running the transaction again does not mend.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>Completes once a message has been consumed that is sent from now on.</summary>
    public Task NextAsync(Guid messageId) =>
        _messages.GetOrAdd(messageId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (context.GetMessageId() is { } id && _messages.TryRemove(id, out var consumed)) consumed.SetResult();
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        if (!IsConflict(exception) && !DatabaseOutages.IsOutage(exception)) Faults.Enqueue(exception);
        return Task.CompletedTask;
    }

    // What comes here has become a dead letter, whatever its reason.
    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Faults.Enqueue(exception);
        return Task.CompletedTask;
    }

    // As the transactions have it.
    private static bool IsConflict(Exception? fault) => fault switch
    {
        null => false,
        StateConflictException => true,
        PostgresException postgres => postgres.SqlState
            is PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.UniqueViolation,
        _ => IsConflict(fault.InnerException),
    };
}

using MassTransit;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>
/// Tells the outbox what the in-memory bus has delivered. A message whose consumer failed for good counts as
/// delivered, as on a broker: it is a dead letter. An event with several subscribers counts with the first.
/// </summary>
internal sealed class ConsumedObserver(IArrivals arrivals) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public async Task PostReceive(ReceiveContext context)
    {
        if (context.GetMessageId() is { } messageId) await arrivals.ConsumedAsync(messageId);
    }

    // Only what no consumer was done with comes here, and must be sent again: at a stop the bus cancels those that are under way, and
    // a full disk takes no dead letter. One whose consumer failed for good is a dead letter, and was received.
    public async Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        if (context.GetMessageId() is { } messageId) await arrivals.LostAsync(messageId);
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}

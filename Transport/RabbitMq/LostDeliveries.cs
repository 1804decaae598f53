using MassTransit;
using Pipeline.Transport.Bus;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Lets a delivery whose connection is lost end in silence: it can be neither acknowledged nor given back, and comes again.
/// MassTransit 8.4 would close the channel from within it, which waits for the channel's deliveries, and so for ever for itself; the
/// connection's other channels would not be told that it is lost, and what is sent on them would hang until the process ends.
/// </summary>
internal sealed class LostDeliveries : IReceiveObserver
{
    /// <inheritdoc/>
    public Task ReceiveFault(ReceiveContext context, Exception exception) =>
        exception is OperationInterruptedException or EndOfStreamException || context.IsLost()
            ? Task.FromException(new OperationCanceledException("The delivery's connection is lost.", exception, context.CancellationToken))
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}

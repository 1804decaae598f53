using MassTransit;

namespace Pipeline.Transport.Bus.Quarantine;

/// <summary>Consumes what is in quarantine as it would have been consumed outside.</summary>
public sealed class QuarantineConsumer<TConsumer, TMessage>(TConsumer consumer) : IConsumer<TMessage>
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<TMessage> context) => consumer.Consume(context);
}

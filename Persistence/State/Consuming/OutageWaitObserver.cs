using MassTransit;
using MassTransit.Configuration;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>Puts the wait before every consumer of an endpoint.</summary>
internal sealed class OutageWaitObserver(TransactionStart start) : IConsumerConfigurationObserver
{
    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class =>
        ((IPipeConfigurator<ConsumeContext<TMessage>>)(IConsumerMessageConfigurator<TMessage>)configurator)
            .AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new OutageWait<TMessage>(start)));

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
        // The wait is for each message type.
    }
}

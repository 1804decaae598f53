using MassTransit;
using MassTransit.Configuration;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>Puts the filter before every consumer and saga of an endpoint, each under a name of its own.</summary>
internal sealed class StateTransactionObserver(string inbox, IServiceProvider services)
    : IConsumerConfigurationObserver, ISagaConfigurationObserver
{
    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class => AddFilter<TMessage>(typeof(TConsumer), (IConsumerMessageConfigurator<TMessage>)configurator);

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class => AddFilter<TMessage>(typeof(TSaga), (ISagaMessageConfigurator<TMessage>)configurator);

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
        // The filter is for each message type.
    }

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
    {
        // The filter is for each message type.
    }

    public void StateMachineSagaConfigured<TInstance>(ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
        where TInstance : class, ISaga, SagaStateMachineInstance
    {
        // The filter is for each message type.
    }

    private void AddFilter<TMessage>(Type consumer, IPipeConfigurator<ConsumeContext<TMessage>> configurator)
        where TMessage : class
    {
        var name = $"{inbox}/{consumer.Name}";
        configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new StateTransactionFilter<TMessage>(name, services)));
    }
}

using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.Tests.State.Hosting;

internal sealed class DepositConsumerDefinition : ConsumerDefinition<DepositConsumer>
{
    public DepositConsumerDefinition() => (EndpointName, ConcurrentMessageLimit) = ("deposits", 100);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DepositConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseStateTransaction(context);
}

internal sealed class TransferConsumerDefinition : ConsumerDefinition<TransferConsumer>
{
    public TransferConsumerDefinition() => EndpointName = "transfers";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TransferConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseStateTransaction(context);
}

internal sealed class CounterDefinition : SagaDefinition<Counter>
{
    public CounterDefinition() => (EndpointName, ConcurrentMessageLimit) = ("counters", 100);

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<Counter> sagaConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseStateTransaction(context);
}

internal sealed class ObserverDefinition : ConsumerDefinition<Observer>
{
    public ObserverDefinition() => (EndpointName, ConcurrentMessageLimit) = ("observer", 1);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Observer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseStateTransaction(context);
}

internal sealed class TreesDefinition : ConsumerDefinition<Trees>
{
    public TreesDefinition() => EndpointName = ITreeCommand.Exchange;
}

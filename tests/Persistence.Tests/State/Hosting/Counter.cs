using MassTransit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>A saga that counts.</summary>
public sealed class Counter : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string? CurrentState { get; set; }

    public int Count { get; set; }
}

public sealed class CounterMachine : MassTransitStateMachine<Counter>
{
    public CounterMachine()
    {
        InstanceState(counter => counter.CurrentState);
        Event(() => Incremented, incremented => incremented.CorrelateById(context => context.Message.Counter));
        Event(() => Finished, finished => finished.CorrelateById(context => context.Message.Counter));
        Initially(When(Incremented).Then(context => context.Saga.Count++).TransitionTo(Counting).Publish(context => new Counted(context.Saga.CorrelationId, context.Saga.Count)));
        During(
            Counting,
            When(Incremented).Then(context => context.Saga.Count++).Publish(context => new Counted(context.Saga.CorrelationId, context.Saga.Count)),
            When(Finished).Finalize());
        SetCompletedWhenFinalized();
    }

    public MassTransit.State Counting { get; private set; } = null!;

    public Event<Increment> Incremented { get; private set; } = null!;

    public Event<Finish> Finished { get; private set; } = null!;
}

using MassTransit;
using MassTransit.Saga;

namespace Pipeline.Persistence.State.Sagas;

/// <summary>MassTransit's saga repository on state transactions. A saga is found by its id alone.</summary>
internal sealed class StateSagaRepositoryContextFactory<TSaga>(ISagaConsumeContextFactory<IStateSession, TSaga> contexts) : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class => next.Send(new StateSagaRepositoryContext<TSaga, T>(context, context.Session(), contexts));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException($"{typeof(TSaga).Name} is found by its id alone: correlate {typeof(T).Name} by id.");

    public void Probe(ProbeContext context) => context.Add("persistence", "state transaction");
}

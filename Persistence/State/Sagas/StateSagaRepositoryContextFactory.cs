using MassTransit;
using MassTransit.Saga;

namespace Pipeline.Persistence.State.Sagas;

/// <summary>MassTransit's saga repository on state transactions.</summary>
internal sealed class StateSagaRepositoryContextFactory<TSaga>(
    IStateBackend state,
    ISagaConsumeContextFactory<IStateSession, TSaga> contexts)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class => next.Send(new StateSagaRepositoryContext<TSaga, T>(context, context.Session(), contexts));

    public async Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class
    {
        var session = context.Session();
        var sagas = await session.QueryAsync(query.FilterExpression, context.CancellationToken);
        var repository = new StateSagaRepositoryContext<TSaga, T>(context, session, contexts);
        await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repository, sagas));
    }

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new SagaReader<TSaga>(state, cancellationToken));

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new SagaReader<TSaga>(state, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "state transaction");
}

using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;

namespace Pipeline.Persistence.State.Sagas;

/// <summary>Reads sagas outside a message, without locks.</summary>
internal sealed class SagaReader<TSaga>(IStateBackend state, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>, QuerySagaRepositoryContext<TSaga>
    where TSaga : class, ISaga
{
    // MassTransit's interface predates nullable references; null is its word for missing.
    public async Task<TSaga> Load(Guid correlationId) => (await state.ReadAsync<TSaga>(correlationId, CancellationToken))!;

    public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken = default)
    {
        var sagas = await state.ReadAllAsync(query.FilterExpression, cancellationToken);
        return new DefaultSagaRepositoryQueryContext<TSaga>(this, [.. sagas.Select(saga => saga.CorrelationId)]);
    }
}

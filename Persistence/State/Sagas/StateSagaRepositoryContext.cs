using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace Pipeline.Persistence.State.Sagas;

/// <summary>One message's dealings with a kind of saga: what it loads is locked, and stored when the transaction ends.</summary>
internal sealed class StateSagaRepositoryContext<TSaga, T>(
    ConsumeContext<T> context,
    IStateSession session,
    ISagaConsumeContextFactory<IStateSession, TSaga> contexts) : ConsumeContextScope<T>(context), SagaRepositoryContext<TSaga, T>
    where TSaga : class, ISaga
    where T : class
{
    private readonly ConsumeContext<T> _context = context;

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => ContextAsync(instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance) =>
        await session.TryAddAsync(instance, CancellationToken) ? await ContextAsync(instance, SagaConsumeContextMode.Insert) : null!;

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId) =>
        await session.FindAsync<TSaga>(correlationId, CancellationToken) is { } instance ? await ContextAsync(instance, SagaConsumeContextMode.Load) : null!;

    public async Task Save(SagaConsumeContext<TSaga> context)
    {
        if (!await session.TryAddAsync(context.Saga, CancellationToken))
            throw new StateConflictException($"Another message has just created {typeof(TSaga).Name} {context.Saga.CorrelationId}.");
    }

    public Task Update(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        session.Remove(context.Saga);
        return Task.CompletedTask;
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        session.Undo(context.Saga);
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where TMessage : class => contexts.CreateSagaConsumeContext(session, consumeContext, instance, mode);

    private Task<SagaConsumeContext<TSaga, T>> ContextAsync(TSaga instance, SagaConsumeContextMode mode) =>
        contexts.CreateSagaConsumeContext(session, _context, instance, mode);
}

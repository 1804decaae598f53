using System.Linq.Expressions;
using MassTransit;
using MassTransit.Middleware.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State.Consuming;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State;

/// <summary>State outside a consumed message, on either backend.</summary>
internal sealed class StateStore(IStateBackend state, OutboxDelivery delivery, IServiceProvider services, TimeProvider time) : IStateStore
{
    public Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class => state.ReadAsync<T>(key, cancellationToken);

    public Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class => state.ReadAllAsync(predicate, cancellationToken);

    public async Task ChangeAsync(Func<IStateChange, Task> change, CancellationToken cancellationToken)
    {
        var pause = StateConflicts.FirstPause;
        for (var run = 0; ; run++)
        {
            try
            {
                if (await RunAsync(change, cancellationToken) is { } batch) await delivery.SendCommittedAsync(batch);
                return;
            }
            catch (Exception fault) when (run < StateConflicts.Retries && StateConflicts.IsConflict(fault))
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, StateConflicts.LongestPause.Ticks));
            }
        }
    }

    private async Task<OutboxBatch?> RunAsync(Func<IStateChange, Task> change, CancellationToken cancellationToken)
    {
        await using var session = (await state.BeginAsync(inbox: null, cancellationToken))!;
        await change(new Change(session, new OutgoingCapture(session, services, time), services));
        return await session.CommitAsync();
    }

    private sealed class Change(IStateSession session, OutgoingCapture outgoing, IServiceProvider services) : IStateChange
    {
        public Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
            where T : class => session.FindAsync<T>(key, cancellationToken);

        public Task<IReadOnlyList<T>> QueryAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
            where T : class => session.QueryAsync(predicate, cancellationToken);

        public Task<bool> TryAddAsync<T>(T state, CancellationToken cancellationToken)
            where T : class => session.TryAddAsync(state, cancellationToken);

        public void Remove<T>(T state)
            where T : class => session.Remove(state);

        public async Task SendAsync<T>(Uri address, T message, CancellationToken cancellationToken)
            where T : class
        {
            var endpoint = await services.GetRequiredService<IBus>().GetSendEndpoint(address);
            await new OutboxSendEndpoint(outgoing, endpoint).Send(message, cancellationToken);
        }
    }
}

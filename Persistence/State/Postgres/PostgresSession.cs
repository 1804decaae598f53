using System.Data;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.State.Postgres.Outbox;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>A state transaction in PostgreSQL; EF Core tracks what was found and added.</summary>
internal sealed class PostgresSession(PipelineDbContext context, IOutboxTable outbox, TimeProvider time) : IStateSession
{
    private readonly List<OutgoingMessage> _outgoing = [];
    private IDbContextTransaction? _transaction;

    /// <summary>Begins, and enters the message into the inbox; false where it is there. Waits for another delivery's end.</summary>
    public async Task<bool> BeginAsync(InboxKey? inbox, CancellationToken cancellationToken)
    {
        _transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (inbox is null) return true;

        var entered = await context.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox_messages (message_id, consumer, consumed_at) VALUES ({inbox.MessageId}, {inbox.Consumer}, {time.GetUtcNow()}) ON CONFLICT DO NOTHING",
            cancellationToken);
        return entered == 1;
    }

    public Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
        where T : class => RowLocks.FindAsync<T>(context, key, cancellationToken);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        // The database locks single rows only; what no longer matches once it is locked is left out.
        await context.SaveChangesAsync(cancellationToken);
        var keys = await RowLocks.KeysAsync(context, predicate, cancellationToken);
        var matches = predicate.Compile();
        List<T> found = [];
        foreach (var key in keys)
        {
            if (await FindAsync<T>(key, cancellationToken) is { } state && matches(state)) found.Add(state);
        }

        return found;
    }

    public Task<bool> TryAddAsync<T>(T state, CancellationToken cancellationToken)
        where T : class => InsertIfAbsent.ExecuteAsync(context, state, cancellationToken);

    public void Remove<T>(T state)
        where T : class => context.Remove(state);

    public void Undo<T>(T state)
        where T : class
    {
        var entry = context.Entry(state);
        entry.CurrentValues.SetValues(entry.OriginalValues);
        entry.State = EntityState.Unchanged;
    }

    public void Capture(OutgoingMessage message)
    {
        lock (_outgoing) _outgoing.Add(message);
    }

    public async Task<OutboxBatch?> CommitAsync()
    {
        OutboxRow? row = null;
        if (_outgoing.Count > 0)
        {
            row = OutboxRow.From(_outgoing, time.GetUtcNow());
            context.Add(row);
        }

        // Whether it was committed must be known: nothing cancels it but the database's own time limits.
        await context.SaveChangesAsync(CancellationToken.None);
        await _transaction!.CommitAsync(CancellationToken.None);
        if (row is null) return null;

        var batch = new OutboxBatch(row.Id, row.CreatedAt, _outgoing);
        outbox.Committed(batch);
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null) await _transaction.DisposeAsync();
        await context.DisposeAsync();
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.State.Postgres.Outbox;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>State in PostgreSQL: a state transaction is a database transaction at READ COMMITTED with row locks.</summary>
internal sealed class PostgresState(IDbContextFactory<PipelineDbContext> contexts, IOutboxTable outbox, TimeProvider time) : IStateBackend
{
    private const int InboxRows = 1000;

    public async Task<IStateSession?> BeginAsync(InboxKey? inbox, CancellationToken cancellationToken)
    {
        var session = new PostgresSession(await contexts.CreateDbContextAsync(cancellationToken), outbox, time);
        try
        {
            if (await session.BeginAsync(inbox, cancellationToken)) return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    public async Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FindAsync<T>([key], cancellationToken);
    }

    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<T>().AsNoTracking().Where(predicate).ToListAsync(cancellationToken);
    }

    public Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken) => outbox.SentAsync(batch, cancellationToken);

    public Task SweepOutboxAsync(IOutboxTransport transport, CancellationToken cancellationToken) => outbox.SweepAsync(transport, cancellationToken);

    // In steps, so that no statement holds its locks for long.
    public async Task SweepInboxAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        int deleted;
        do
        {
            deleted = await context.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM inbox_messages WHERE (message_id, consumer) IN
                    (SELECT message_id, consumer FROM inbox_messages WHERE consumed_at < {before} LIMIT {InboxRows})
                """,
                cancellationToken);
        }
        while (deleted == InboxRows);
    }
}

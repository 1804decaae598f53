using System.Data;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>State in PostgreSQL: a state transaction is a database transaction at READ COMMITTED with row locks.</summary>
internal sealed class PostgresState(IDbContextFactory<PipelineDbContext> contexts, TimeProvider time, ILogger<PostgresState> log) : IStateBackend
{
    private const int OutboxBatches = 50;
    private const int InboxRows = 1000;

    public async Task<IStateSession?> BeginAsync(InboxKey? inbox, CancellationToken cancellationToken)
    {
        var session = new PostgresSession(await contexts.CreateDbContextAsync(cancellationToken), time);
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

    public async Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<OutboxRow>().Where(row => row.Id == batch.Id).ExecuteDeleteAsync(cancellationToken);
    }

    // Several processes sweep: each takes what no other has, and a batch is gone only with the commit.
    public async Task SweepOutboxAsync(Func<OutboxBatch, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var abandoned = time.GetUtcNow() - OutboxDelivery.Limit;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        long last = 0;
        int taken;
        do
        {
            await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var rows = await context.Set<OutboxRow>().FromSql(
                $"SELECT * FROM outbox_batches WHERE created_at <= {abandoned} AND id > {last} ORDER BY id LIMIT {OutboxBatches} FOR UPDATE SKIP LOCKED")
                .AsNoTracking().ToListAsync(cancellationToken);
            taken = rows.Count;
            List<long> done = [];
            foreach (var row in rows)
            {
                last = row.Id;
                if (await IsDoneAsync(row, send, cancellationToken)) done.Add(row.Id);
            }

            await context.Set<OutboxRow>().Where(row => done.Contains(row.Id)).ExecuteDeleteAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (taken == OutboxBatches);
    }

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

    private async Task<bool> IsDoneAsync(OutboxRow row, Func<OutboxBatch, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        // Older than the inbox remembers, it might have its effect twice.
        if (row.CreatedAt < time.GetUtcNow() - StateSweeper.InboxAge)
        {
            log.LogError("Batch {Batch} of the outbox is given up: it could not be sent since {Time}", row.Id, row.CreatedAt);
            return true;
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await send(row.ToBatch(), cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Batch {Batch} of the outbox could not be sent; it is tried again", row.Id);
            return false;
        }
    }
}

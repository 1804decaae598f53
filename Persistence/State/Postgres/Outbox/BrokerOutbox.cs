using System.Data;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres.Outbox;

/// <summary>A broker keeps what it has taken: a batch is gone from here once it has it.</summary>
internal sealed class BrokerOutbox(IDbContextFactory<PipelineDbContext> contexts, TimeProvider time, ILogger<BrokerOutbox> log) : IOutboxTable
{
    private const int BatchesAtOnce = 50;

    public void Committed(OutboxBatch batch)
    {
        // Whoever finds its row sends it, should this process end first.
    }

    public async Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<OutboxRow>().Where(row => row.Id == batch.Id).ExecuteDeleteAsync(cancellationToken);
    }

    // Several processes sweep: each takes what no other has, and a batch is gone only with the commit.
    public async Task SweepAsync(IOutboxTransport transport, CancellationToken cancellationToken)
    {
        var abandoned = time.GetUtcNow() - OutboxDelivery.Limit;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        long last = 0;
        bool goesOn;
        do
        {
            await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var rows = await context.Set<OutboxRow>().FromSql(
                $"SELECT * FROM outbox_batches WHERE created_at <= {abandoned} AND id > {last} ORDER BY id LIMIT {BatchesAtOnce} FOR UPDATE SKIP LOCKED")
                .AsNoTracking().ToListAsync(cancellationToken);
            goesOn = rows.Count == BatchesAtOnce;
            List<long> done = [];
            foreach (var row in rows)
            {
                last = row.Id;
                try
                {
                    if (await IsDoneAsync(row, transport, cancellationToken)) done.Add(row.Id);
                }
                catch (TimeoutException fault)
                {
                    // Each further one would wait as long, with all these rows locked.
                    log.LogWarning(fault, "The broker does not take batch {Batch} of the outbox; the outbox waits", row.Id);
                    goesOn = false;
                    break;
                }
            }

            await context.Set<OutboxRow>().Where(row => done.Contains(row.Id)).ExecuteDeleteAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (goesOn);
    }

    private async Task<bool> IsDoneAsync(OutboxRow row, IOutboxTransport transport, CancellationToken cancellationToken)
    {
        var isOutlived = row.IsOutlived(time.GetUtcNow());
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = row.ToBatch();
            if (!isOutlived) await transport.SendAsync(batch, cancellationToken);
            else await transport.GiveUpAsync(batch, string.Create(CultureInfo.InvariantCulture, $"it could not be sent since {row.CreatedAt:u}"), attempts: 1, cancellationToken);
            return true;
        }
        catch (JsonException fault) when (isOutlived)
        {
            // Nobody can make anything of it.
            log.LogError(fault, "Batch {Batch} of the outbox is given up: it cannot be read", row.Id);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault) when (fault is not TimeoutException)
        {
            log.LogWarning(fault, "Batch {Batch} of the outbox could not be sent; it is tried again", row.Id);
            return false;
        }
    }
}

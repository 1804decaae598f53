using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres.Outbox;

/// <summary>
/// The in-memory bus keeps nothing beyond its process: a batch stays in the table until all of it has been consumed, and a
/// restart sends it again. Made for one process on its database.
/// </summary>
internal sealed class InMemoryOutbox(IDbContextFactory<PipelineDbContext> contexts, TimeProvider time, ILogger<InMemoryOutbox> log) : IOutboxTable, IArrivals
{
    private readonly ConcurrentDictionary<Guid, OwnBatch> _batchOf = new();
    private readonly ConcurrentDictionary<long, OwnBatch> _batches = new();

    public void Committed(OutboxBatch batch) => Own(batch);

    public Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        if (_batches.TryGetValue(batch.Id, out var own)) own.IsSent = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ConsumedAsync(Guid messageId)
    {
        if (!_batchOf.TryRemove(messageId, out var batch) || !batch.IsLast()) return;

        _batches.TryRemove(batch.Id, out _);
        try
        {
            await DeleteAsync(batch.Id);
        }
        catch (Exception fault)
        {
            // Its consumers are done, and must not be told otherwise.
            log.LogWarning("Batch {Batch} of the outbox was consumed and is still there; it is sent again, to no further effect: {Reason}", batch.Id, fault.Message);
        }
    }

    /// <inheritdoc/>
    public Task LostAsync(Guid messageId)
    {
        if (_batchOf.TryGetValue(messageId, out var batch)) batch.IsSent = false;
        return Task.CompletedTask;
    }

    public async Task SweepAsync(IOutboxTransport transport, CancellationToken cancellationToken)
    {
        var abandoned = time.GetUtcNow() - OutboxDelivery.Limit;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Set<OutboxRow>().AsNoTracking().Where(row => row.CreatedAt <= abandoned).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            try
            {
                await SendAgainAsync(row, transport, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Batch {Batch} of the outbox could not be sent; it is tried again", row.Id);
            }
        }
    }

    private async Task SendAgainAsync(OutboxRow row, IOutboxTransport transport, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isOurs = _batches.TryGetValue(row.Id, out var own);
        if (own is { IsSent: true }) return;

        if (row.IsOutlived(time.GetUtcNow()) || (!isOurs && row.Resends >= Resends.Most))
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"it was never consumed, in {row.Resends} restarts since {row.CreatedAt:u}");
            await transport.GiveUpAsync(row.ToBatch(), reason, row.Resends + 1, cancellationToken);
            await DeleteAsync(row.Id);
            return;
        }

        var batch = row.ToBatch();
        if (!isOurs)
        {
            // Counted before it is sent, as its message may end the process.
            await CountAsync(row.Id, cancellationToken);
            Own(batch);
        }

        await transport.SendAsync(batch, cancellationToken);
        await SentAsync(batch, cancellationToken);
    }

    private void Own(OutboxBatch batch)
    {
        // Of an earlier process's some may have been consumed: it arrives again, and the inbox knows it.
        var own = new OwnBatch(batch.Id, batch.Messages.Count);
        _batches[batch.Id] = own;
        foreach (var message in batch.Messages) _batchOf[message.MessageId] = own;
    }

    private async Task CountAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<OutboxRow>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(found => found.Resends, found => found.Resends + 1), cancellationToken);
    }

    private async Task DeleteAsync(long id)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.Set<OutboxRow>().Where(row => row.Id == id).ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>A batch that this process sends.</summary>
    private sealed class OwnBatch(long id, int messages)
    {
        private int _expected = messages;

        public long Id => id;

        /// <summary>Whether the bus has all of it.</summary>
        public bool IsSent { get; set; }

        /// <summary>One message has been consumed; whether it was the last.</summary>
        public bool IsLast() => Interlocked.Decrement(ref _expected) == 0;
    }
}

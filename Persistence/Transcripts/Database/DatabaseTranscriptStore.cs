using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Transcripts.Database;

/// <summary>Transcripts in PostgreSQL, a row for each batch.</summary>
internal sealed class DatabaseTranscriptStore(IDbContextFactory<PipelineDbContext> contexts) : ITranscriptStore
{
    // One statement, and so one round trip, which is a transaction of its own. Its parts do not see each other's
    // changes: the batch that is added is never among those that go.
    private const string Append = """
        WITH newest AS (
            SELECT last_position, begins_at + octet_length(events) AS ends_at
            FROM transcript_batches WHERE node_id = $1 ORDER BY last_position DESC LIMIT 1),
        added AS (
            INSERT INTO transcript_batches (node_id, last_position, begins_at, events)
            SELECT $1, $2, COALESCE((SELECT ends_at FROM newest), 0), $3
            WHERE NOT EXISTS (SELECT FROM newest WHERE last_position >= $4)
            ON CONFLICT DO NOTHING RETURNING begins_at + octet_length(events) AS ends_at)
        DELETE FROM transcript_batches WHERE node_id = $1 AND begins_at < (SELECT ends_at - $5 FROM added)
        """;

    public async Task AppendAsync(Guid nodeId, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        if (events is []) return;

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Append, (NpgsqlConnection)context.Database.GetDbConnection());
        object[] values = [nodeId, events[^1].Position.Value, TranscriptLines.Write(events), events[0].Position.Value, (long)ITranscriptStore.Limit];
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        Guid nodeId, TranscriptPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All at once, which is no more than the limit: whoever reads slowly must not keep a connection.
        foreach (var batch in await BatchesAsync(nodeId, after, cancellationToken))
        {
            foreach (var stored in TranscriptLines.Read(batch).Where(stored => stored.Position.Value > after.Value)) yield return stored;
        }
    }

    public async Task<StoredEvent?> LastAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await context.Set<TranscriptBatchRow>().Where(row => row.NodeId == nodeId)
            .OrderByDescending(row => row.LastPosition).Select(row => row.Events).FirstOrDefaultAsync(cancellationToken);
        return newest is null ? null : TranscriptLines.Read(newest).Last();
    }

    public async Task DeleteAsync(IReadOnlyCollection<Guid> nodeIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<TranscriptBatchRow>().Where(row => nodeIds.Contains(row.NodeId)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<List<byte[]>> BatchesAsync(Guid nodeId, TranscriptPosition after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<TranscriptBatchRow>().Where(row => row.NodeId == nodeId && row.LastPosition > after.Value)
            .OrderBy(row => row.LastPosition).Select(row => row.Events).ToListAsync(cancellationToken);
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.RequestLog.Database;

/// <summary>The request log in PostgreSQL.</summary>
internal sealed class DatabaseRequestStore(IDbContextFactory<PipelineDbContext> contexts) : IRequestStore
{
    /// <summary>Rows that one statement deletes.</summary>
    internal const int Chunk = 5_000;

    // Classes of SQLSTATE.
    private const string DataException = "22";
    private const string IntegrityViolation = "23";
    private const string LimitExceeded = "54";

    /// <summary>One statement for a batch. A batch whose commit went unheard comes again and changes nothing.</summary>
    public async Task AppendAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(batch, cancellationToken);
        }
        catch (Exception fault) when (IsOfTheEntries(fault))
        {
            throw new RequestsRefusedException(fault);
        }
    }

    public async Task<IReadOnlyList<RequestEntry>> ReadAsync(RequestQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, to) = (query.From, query.To);
        var entries = context.Set<RequestEntry>().AsNoTracking().Where(entry => entry.Time >= from && entry.Time < to);
        if (query.After is { Time: var time, RequestId: var id })
        {
            entries = entries.Where(entry => EF.Functions.LessThan(ValueTuple.Create(entry.Time, entry.RequestId), ValueTuple.Create(time, id)));
        }

        return await entries
            .OrderByDescending(entry => entry.Time)
            .ThenByDescending(entry => entry.RequestId)
            .Take(query.Limit)
            .ToListAsync(cancellationToken);
    }

    public async Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var old = context.Set<RequestEntry>().Where(entry => entry.Time < time).OrderBy(entry => entry.Time).Take(Chunk);
        while (await old.ExecuteDeleteAsync(cancellationToken) > 0)
        {
        }
    }

    private async Task InsertAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO request_log (
                request_id, time, client, session, requested_model, route, provider, model, stream,
                input_tokens, cached_tokens, output_tokens, first_token_ms, duration_ms,
                outcome, status, error_type, attempts, prompt, answer, node)
            SELECT * FROM unnest(
                {Texts(batch, entry => entry.RequestId)}, {Values(batch, entry => entry.Time)}, {Texts(batch, entry => entry.Client)},
                {Texts(batch, entry => entry.Session)}, {Texts(batch, entry => entry.RequestedModel)}, {Texts(batch, entry => entry.Route)},
                {Texts(batch, entry => entry.Provider)}, {Texts(batch, entry => entry.Model)}, {Values(batch, entry => entry.Stream)},
                {Values(batch, entry => entry.InputTokens)}, {Values(batch, entry => entry.CachedTokens)}, {Values(batch, entry => entry.OutputTokens)},
                {Values(batch, entry => entry.FirstTokenMs)}, {Values(batch, entry => entry.DurationMs)},
                {Texts(batch, entry => entry.Outcome.ToString())}, {Values(batch, entry => entry.Status)}, {Texts(batch, entry => entry.ErrorType)},
                {Values(batch, entry => entry.Attempts)}, {Texts(batch, entry => entry.Prompt)}, {Texts(batch, entry => entry.Answer)},
                {Texts(batch, entry => entry.Node)})
            ON CONFLICT (request_id) DO NOTHING
            """,
            cancellationToken);
    }

    // What cannot be encoded, or what no column holds; everything else may be better the next time.
    private static bool IsOfTheEntries(Exception? fault) => fault switch
    {
        null => false,
        ArgumentException or InvalidCastException => true,
        PostgresException postgres => postgres.SqlState[..2] is DataException or IntegrityViolation or LimitExceeded,
        _ => IsOfTheEntries(fault.InnerException),
    };

    private static string?[] Texts(IReadOnlyList<RequestEntry> batch, Func<RequestEntry, string?> text) => [.. batch.Select(entry => Storable(text(entry)))];

    // PostgreSQL's text has neither NUL nor half a surrogate pair, and names are the client's own.
    private static string? Storable(string? text)
    {
        var stored = text?.Replace("\0", "", StringComparison.Ordinal);
        return stored.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(stored!)) : stored;
    }

    private static T[] Values<T>(IReadOnlyList<RequestEntry> batch, Func<RequestEntry, T> value) => [.. batch.Select(value)];
}

using Microsoft.EntityFrameworkCore;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.DeadLetters.Database;

/// <summary>Keeps dead letters in PostgreSQL, for any number of processes.</summary>
internal sealed class DatabaseDeadLetterStore(IDbContextFactory<PipelineDbContext> contexts, DeadLetterBounds bounds, TimeProvider time) : IDeadLetterStore
{
    // Changes are rare and take turns: so a fingerprint has one row and the bounds are never passed twice. "deadlett" in ASCII.
    private const long TurnKey = 0x646561646C657474;

    public Task<DeadLetter> AddAsync(FailedMessage message, CancellationToken cancellationToken) => InTurnAsync(async context =>
    {
        var failed = message.Storable();
        if (await KnownAsync(context, failed, cancellationToken) is not { } row)
        {
            var body = Compression.Compress(failed.Message.Body);
            var letter = Transitions.First(failed, await NewIdAsync(context, failed.FailedAt, cancellationToken), body.Length);
            context.Add(DeadLetterMapping.Row(letter, failed.Message, body));
            return letter;
        }

        if (!row.Occurrences.Contains(failed.Occurrence)) row.Take(row.Letter().Again(failed));
        return row.Letter();
    }, cancellationToken);

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<DeadLetterRow>().OrderBy(row => row.Id).Select(DeadLetterMapping.ToLetter).ToListAsync(cancellationToken);
    }

    public async Task<StoredDeadLetter?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Set<DeadLetterRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return row?.Stored();
    }

    public Task<bool> MarkReplayedAsync(string id, int count, CancellationToken cancellationToken) =>
        ChangeAsync(id, row => row.Take(row.Letter().Replayed(count, time.GetUtcNow())), cancellationToken);

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, row => row.Take(row.Letter().Reopened()), cancellationToken);

    public Task<bool> KeepAnswerAsync(string id, KeptAnswer answer, CancellationToken cancellationToken) => ChangeAsync(id, row =>
    {
        row.Answer = Compression.Compress(answer.Message);
        row.AnswerModel = answer.Model;
        row.AnsweredAt = answer.AnsweredAt;
        row.Take(row.Letter().Answered(row.Body.Length + row.Answer.Length));
    }, cancellationToken);

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) => InTurnAsync(async context =>
        await context.Set<DeadLetterRow>().Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0, cancellationToken);

    public Task SweepAsync(CancellationToken cancellationToken) => InTurnAsync(_ => Task.FromResult(true), cancellationToken);

    private static async Task<DeadLetterRow?> KnownAsync(PipelineDbContext context, FailedMessage failed, CancellationToken cancellationToken)
    {
        var rows = context.Set<DeadLetterRow>();
        var replayed = failed.ReplayOf is { } id ? await rows.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        return replayed ?? await rows.SingleOrDefaultAsync(row => row.Fingerprint == failed.Fingerprint, cancellationToken);
    }

    private static async Task<string> NewIdAsync(PipelineDbContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = DeadLetterId.Create(at);
        while (await context.Set<DeadLetterRow>().AnyAsync(row => row.Id == id, cancellationToken)) id = DeadLetterId.Create(at);
        return id;
    }

    private Task<bool> ChangeAsync(string id, Action<DeadLetterRow> change, CancellationToken cancellationToken) => InTurnAsync(async context =>
    {
        var row = await context.Set<DeadLetterRow>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (row is not null) change(row);
        return row is not null;
    }, cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<PipelineDbContext, Task<T>> action, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({TurnKey})", cancellationToken);
        var result = await action(context);
        await context.SaveChangesAsync(cancellationToken);
        await RemoveExcessAsync(context, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task RemoveExcessAsync(PipelineDbContext context, CancellationToken cancellationToken)
    {
        var rows = context.Set<DeadLetterRow>();
        var letters = await rows.Select(DeadLetterMapping.ToLetter).ToListAsync(cancellationToken);
        var excess = bounds.Excess(letters, time.GetUtcNow());
        if (excess.Count > 0) await rows.Where(row => excess.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}

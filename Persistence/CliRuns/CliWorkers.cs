using System.Text.Json;
using Pipeline.Persistence.Coordination;

namespace Pipeline.Persistence.CliRuns;

/// <summary>
/// The workers that take tasks, busy or not: each says from time to time that it is there. Kept as a shared document; where state is
/// kept in files there is one process, which knows by itself.
/// </summary>
/// <param name="time">The clock where nothing is shared; the database's otherwise.</param>
/// <param name="documents">What processes share; null where there is one process.</param>
public sealed class CliWorkers(TimeProvider time, ISharedDocuments? documents = null)
{
    /// <summary>How often a worker says that it is there: every 10 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How long one counts that has not said so again: 30 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Name = "cli-workers";

    private readonly Lock _gate = new();
    private byte[]? _own;

    /// <summary>Notes that a worker is there.</summary>
    /// <param name="worker">Its name, which no other has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public Task NoteAsync(string worker, CancellationToken cancellationToken) => UpdateAsync(
        (seen, now) =>
        {
            seen[worker] = now;
            return true;
        },
        cancellationToken);

    /// <summary>Notes that a worker has gone.</summary>
    /// <inheritdoc cref="NoteAsync"/>
    public Task RemoveAsync(string worker, CancellationToken cancellationToken) => UpdateAsync((seen, _) => seen.Remove(worker), cancellationToken);

    /// <summary>How many there are.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await UpdateAsync(
            (seen, _) =>
            {
                count = seen.Count;
                return false;
            },
            cancellationToken);
        return count;
    }

    private Task UpdateAsync(Func<Dictionary<string, DateTimeOffset>, DateTimeOffset, bool> change, CancellationToken cancellationToken)
    {
        if (documents is not null) return documents.UpdateAsync(Name, Change, cancellationToken);
        lock (_gate) _own = Change(_own, time.GetUtcNow()) ?? _own;
        return Task.CompletedTask;

        byte[]? Change(byte[]? document, DateTimeOffset now)
        {
            var seen = document is null ? [] : JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(document) ?? [];
            foreach (var (worker, at) in seen)
                if (at + Patience <= now) seen.Remove(worker);
            return change(seen, now) ? JsonSerializer.SerializeToUtf8Bytes(seen) : null;
        }
    }
}

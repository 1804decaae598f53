using System.Text.Json;
using Pipeline.Persistence.Coordination;
using Pipeline.Workers.Telegram.BotApi;

namespace Pipeline.Workers.Telegram.Leases;

/// <summary>
/// The right to be the one worker that speaks for a bot, kept as a shared document and measured by the database's clock. Where
/// state is kept in files there is one process, which has it always.
/// </summary>
internal sealed class BotLease(BotIdentity bot, WorkerInstance instance, ISharedDocuments? documents)
{
    /// <summary>How long a worker keeps the lease without another word: 10 s, of which the longest takeover takes two more.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private readonly string _name = $"telegram-lease/{bot.Id}";

    /// <summary>Takes the lease where it is free, or prolongs it. False where another worker has it.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer; whether it was taken may be unknown.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (documents is null) return true;

        var isMine = false;
        await documents.UpdateAsync(
            _name,
            (document, now) =>
            {
                var holder = Read(document);
                isMine = holder is null || holder.Owner == instance.Name || holder.ExpiresAt <= now;
                return isMine ? JsonSerializer.SerializeToUtf8Bytes(new Holder(instance.Name, now + Length)) : null;
            },
            cancellationToken);
        return isMine;
    }

    /// <summary>Gives the lease back, so that nobody has to wait for its end.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => documents is null
        ? Task.CompletedTask
        : documents.UpdateAsync(
            _name,
            (document, now) => Read(document) is { } holder && holder.Owner == instance.Name ? JsonSerializer.SerializeToUtf8Bytes(holder with { ExpiresAt = now }) : null,
            cancellationToken);

    private static Holder? Read(byte[]? document) => document is null ? null : JsonSerializer.Deserialize<Holder>(document);

    private sealed record Holder(string Owner, DateTimeOffset ExpiresAt);
}

using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>Notes that updates were handled, so that each has one effect.</summary>
internal sealed class UpdateReceipts(IStateStore store, TimeProvider time)
{
    /// <summary>Marks an update in one step with its effect.</summary>
    /// <returns>False where it has had its effect already.</returns>
    public async Task<bool> TryMarkAsync(IStateTransaction transaction, string key, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<TelegramUpdate>(key, cancellationToken) is not { HandledAt: null } update) return false;
        (update.HandledAt, update.Body) = (time.GetUtcNow(), "");
        return true;
    }

    /// <summary>Marks an update whose effects may be had again, after they were had.</summary>
    public Task MarkAsync(string key, CancellationToken cancellationToken) =>
        store.ChangeAsync(change => TryMarkAsync(change, key, cancellationToken), cancellationToken);
}

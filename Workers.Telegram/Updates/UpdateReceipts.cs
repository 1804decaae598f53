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

    /// <summary>Does what an update asks in one step with noting that it was done.</summary>
    /// <param name="turn">The update.</param>
    /// <param name="effect">What it asks; it may run again before it is stored, as every change.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where it was done before, so that nothing was done now.</returns>
    public async Task<bool> TryHandleAsync(Turn turn, Func<IStateChange, Task> effect, CancellationToken cancellationToken)
    {
        var isFirst = false;
        await store.ChangeAsync(
            async change =>
            {
                isFirst = await TryMarkAsync(change, turn.UpdateKey, cancellationToken);
                if (isFirst) await effect(change);
            },
            cancellationToken);
        return isFirst;
    }

    /// <summary>Counts a failure, and marks an update that has failed too often.</summary>
    public async Task<FailureOutcome> NoteFailureAsync(string key, int most, CancellationToken cancellationToken)
    {
        var outcome = FailureOutcome.Handled;
        await store.ChangeAsync(
            async change =>
            {
                outcome = FailureOutcome.Handled;
                if (await change.FindAsync<TelegramUpdate>(key, cancellationToken) is not { HandledAt: null } update) return;

                outcome = ++update.Failures < most ? FailureOutcome.TriedAgain : FailureOutcome.GivenUp;
                if (outcome == FailureOutcome.GivenUp) await TryMarkAsync(change, key, cancellationToken);
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>Marks an update whose effects may be had again, after they were had.</summary>
    public Task MarkAsync(string key, CancellationToken cancellationToken) =>
        store.ChangeAsync(change => TryMarkAsync(change, key, cancellationToken), cancellationToken);
}

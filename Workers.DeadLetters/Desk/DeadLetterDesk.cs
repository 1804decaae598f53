using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Workers.DeadLetters.Replay;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>The desk where the store is at hand.</summary>
internal sealed class DeadLetterDesk(IDeadLetterStore store, DeadLetterReplay replay, DeadLetterText text) : IDeadLetterDesk
{
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string? queue, CancellationToken cancellationToken)
    {
        var letters = await store.ListAsync(cancellationToken);
        return queue is null ? letters : [.. letters.Where(letter => letter.Queue == queue)];
    }

    public async Task<string?> ShowAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } stored ? text.Write(stored) : null;

    public async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(ReplaySelection selection, ModelReference? model, CancellationToken cancellationToken)
    {
        List<ReplayOutcome> outcomes = [];
        foreach (var id in await SelectAsync(selection, cancellationToken)) outcomes.Add(await replay.ReplayAsync(id, model, cancellationToken));
        return outcomes;
    }

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) => store.DiscardAsync(id, cancellationToken);

    private async Task<IReadOnlyList<string>> SelectAsync(ReplaySelection selection, CancellationToken cancellationToken)
    {
        if (selection.Id is { } id) return [id];

        var letters = await ListAsync(selection.Queue, cancellationToken);
        return [.. letters.Where(letter => letter.State == DeadLetterState.Waiting).Select(letter => letter.Id)];
    }
}

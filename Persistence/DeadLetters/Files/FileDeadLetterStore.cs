using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.DeadLetters.Files;

/// <summary>
/// Keeps dead letters in a directory, one file each, and what is known of them in memory. For one process at
/// a time, which holds the lock of the state directory.
/// </summary>
internal sealed class FileDeadLetterStore(string directory, DeadLetterBounds bounds, TimeProvider time, ILogger<FileDeadLetterStore> log)
    : IDeadLetterStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<string, DeadLetter>? _letters;

    public Task<DeadLetter> AddAsync(FailedMessage failed, CancellationToken cancellationToken) => InTurnAsync(async letters =>
    {
        if (Known(letters, failed) is not { } known)
        {
            var content = DeadLetterContent.Of(failed.Message);
            return await WriteAsync(letters, Transitions.First(failed, NewId(letters, failed.FailedAt), content.Size), content, cancellationToken);
        }

        if (known.Occurrences.Contains(failed.Occurrence)) return known;

        return await WriteAsync(letters, known.Again(failed), await ReadAsync(known.Id, cancellationToken), cancellationToken);
    }, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken) => InTurnAsync(letters =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. letters.Values.OrderBy(letter => letter.Id, StringComparer.Ordinal)]), cancellationToken);

    public Task<StoredDeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => InTurnAsync(async letters =>
    {
        if (!letters.TryGetValue(id, out var letter)) return null;

        var content = await ReadAsync(id, cancellationToken);
        return new StoredDeadLetter(letter, content.Message(), content.KeptAnswer());
    }, cancellationToken);

    public Task<bool> MarkReplayedAsync(string id, int count, CancellationToken cancellationToken) =>
        ChangeAsync(id, (letter, content) => (letter.Replayed(count, time.GetUtcNow()), content), cancellationToken);

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, (letter, content) => (letter.Reopened(), content), cancellationToken);

    public Task<bool> KeepAnswerAsync(string id, KeptAnswer answer, CancellationToken cancellationToken) => ChangeAsync(id, (letter, content) =>
    {
        var answered = content.With(answer);
        return (letter.Answered(answered.Size), answered);
    }, cancellationToken);

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) =>
        InTurnAsync(letters => Task.FromResult(Remove(letters, id)), cancellationToken);

    public Task SweepAsync(CancellationToken cancellationToken) => InTurnAsync(letters =>
    {
        RemoveExcess(letters);
        return Task.FromResult(true);
    }, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private static DeadLetter? Known(Dictionary<string, DeadLetter> letters, FailedMessage failed) =>
        failed.ReplayOf is { } id && letters.TryGetValue(id, out var replayed)
            ? replayed
            : letters.Values.FirstOrDefault(letter => letter.Fingerprint == failed.Fingerprint);

    private static string NewId(Dictionary<string, DeadLetter> letters, DateTimeOffset at)
    {
        var id = DeadLetterId.Create(at);
        while (letters.ContainsKey(id)) id = DeadLetterId.Create(at);
        return id;
    }

    private Task<bool> ChangeAsync(
        string id, Func<DeadLetter, DeadLetterContent, (DeadLetter, DeadLetterContent)> change, CancellationToken cancellationToken) => InTurnAsync(async letters =>
    {
        if (!letters.TryGetValue(id, out var letter)) return false;

        var (changed, content) = change(letter, await ReadAsync(id, cancellationToken));
        await WriteAsync(letters, changed, content, cancellationToken);
        return true;
    }, cancellationToken);

    private async Task<DeadLetter> WriteAsync(
        Dictionary<string, DeadLetter> letters, DeadLetter letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        await DeadLetterFile.WriteAsync(PathOf(letter.Id), letter, content, cancellationToken);
        letters[letter.Id] = letter;
        RemoveExcess(letters);
        return letter;
    }

    private Task<DeadLetterContent> ReadAsync(string id, CancellationToken cancellationToken) => DeadLetterFile.ReadContentAsync(PathOf(id), cancellationToken);

    private void RemoveExcess(Dictionary<string, DeadLetter> letters)
    {
        foreach (var id in bounds.Excess(letters.Values, time.GetUtcNow())) Remove(letters, id);
    }

    private bool Remove(Dictionary<string, DeadLetter> letters, string id)
    {
        if (!letters.ContainsKey(id)) return false;

        AtomicFile.Delete(PathOf(id));
        return letters.Remove(id);
    }

    private async Task<T> InTurnAsync<T>(Func<Dictionary<string, DeadLetter>, Task<T>> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await action(_letters ??= DeadLetterIndex.Load(directory, log));
        }
        finally
        {
            _turn.Release();
        }
    }

    private string PathOf(string id) => Path.Combine(directory, id + DeadLetterFile.Ending);
}

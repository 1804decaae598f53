using System.Runtime.CompilerServices;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.Transcripts.Files;

/// <summary>
/// Transcripts in a directory, a file for each node. For one process at a time, which holds the lock of the state
/// directory.
/// </summary>
internal sealed class FileTranscriptStore(string directory) : ITranscriptStore
{
    // Writers of one node take turns; which other nodes wait with it is chance, and does not matter.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    private readonly Lazy<bool> _ready = new(() => Prepare(directory));

    public Task AppendAsync(Guid nodeId, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken) =>
        events is [] ? Task.CompletedTask : InTurnAsync(nodeId, file => file.AppendAsync(TranscriptLines.Write(events), cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        Guid nodeId, TranscriptPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = await FileOf(nodeId).ReadAsync(cancellationToken);
        foreach (var stored in events.Where(stored => stored.Position.Value > after.Value)) yield return stored;
    }

    public async Task<StoredEvent?> LastAsync(Guid nodeId, CancellationToken cancellationToken) =>
        await FileOf(nodeId).ReadAsync(cancellationToken) is [.., var last] ? last : null;

    public async Task DeleteAsync(IReadOnlyCollection<Guid> nodeIds, CancellationToken cancellationToken)
    {
        foreach (var nodeId in nodeIds)
        {
            await InTurnAsync(nodeId, file =>
            {
                file.Delete();
                return Task.CompletedTask;
            }, cancellationToken);
        }
    }

    private static bool Prepare(string directory)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.DeleteLeftovers(directory);
        return true;
    }

    private TranscriptFile FileOf(Guid nodeId) => new(Path.Combine(directory, $"{nodeId:N}.log"));

    private async Task InTurnAsync(Guid nodeId, Func<TranscriptFile, Task> action, CancellationToken cancellationToken)
    {
        _ = _ready.Value;
        var turn = _turns[(uint)nodeId.GetHashCode() % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            await action(FileOf(nodeId));
        }
        finally
        {
            turn.Release();
        }
    }
}

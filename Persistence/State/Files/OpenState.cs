using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.State.Files;

/// <summary>The state once it is loaded: its image, the journal that it follows, and its snapshots.</summary>
internal sealed class OpenState : IAsyncDisposable
{
    private readonly string _directory;
    private readonly JournalFiles _files;
    private readonly WriteBehind _snapshots;

    private OpenState(string directory, JournalFiles files, StateImage image, int segment, TimeProvider time, ILogger log)
    {
        (_directory, _files, Image, LastBatchBefore) = (directory, files, image, image.LastBatch);
        Journal = new Journal(files, segment, image.Apply);
        _snapshots = new WriteBehind("the state's snapshot", WriteSnapshotAsync, time, log);
    }

    public StateImage Image { get; }

    public Journal Journal { get; }

    /// <summary>The last batch of the outbox that an earlier process has left.</summary>
    public long LastBatchBefore { get; }

    /// <summary>Reads what earlier processes have left, however they ended.</summary>
    /// <exception cref="PersistenceException">A file is damaged.</exception>
    public static async Task<OpenState> LoadAsync(string directory, TimeProvider time, ILogger log)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.DeleteLeftovers(directory);
        var snapshot = await Snapshot.ReadAsync(directory, CancellationToken.None);
        var files = new JournalFiles(directory, log);
        files.DeleteBefore(snapshot.Segment);
        var image = new StateImage(snapshot);
        await files.ReplayAsync(image.Apply, CancellationToken.None);
        var next = files.Segments().Append(snapshot.Segment).Max() + 1;
        return new OpenState(directory, files, image, next, time, log);
    }

    /// <summary>Takes a step; durable once it completes.</summary>
    public async Task AppendAsync(JournalEntry entry)
    {
        await Journal.AppendAsync(entry);
        try
        {
            _snapshots.NoteChange();
        }
        catch (ObjectDisposedException)
        {
            // The host is ending. The step is in the journal, and the next start reads it there.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _snapshots.DisposeAsync();
        await Journal.DisposeAsync();
    }

    private async Task WriteSnapshotAsync(CancellationToken cancellationToken)
    {
        Snapshot? snapshot = null;
        await Journal.RotateAsync(segment => snapshot = Image.Capture(segment));
        await snapshot!.WriteAsync(_directory, cancellationToken);
        _files.DeleteBefore(snapshot.Segment);
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.State.Files;

/// <summary>The state once it is loaded: its image, the journal that it follows, and its snapshots.</summary>
internal sealed class OpenState : IAsyncDisposable
{
    /// <summary>
    /// How much journal a snapshot must replace at least: 4 MiB. It must also replace as much as the snapshot before it
    /// has: what is written is then at most about twice the changes, however large the state is.
    /// </summary>
    public const long LeastJournal = 4 * 1024 * 1024;

    private readonly string _directory;
    private readonly JournalFiles _files;
    private readonly WriteBehind _snapshots;
    private long _snapshotSize;
    private bool _isDue;

    // What the journal had written when the last snapshot was taken; what it had before this process counts below zero.
    private long _covered;

    private OpenState(string directory, JournalFiles files, StateImage image, int segment, long replayed, TimeProvider time, ILogger log)
    {
        (_directory, _files, Image, LastBatchBefore) = (directory, files, image, image.LastBatch);
        (_covered, _snapshotSize) = (-replayed, Snapshot.SizeIn(directory));
        Journal = new Journal(files, segment, image.Apply);
        _snapshots = new WriteBehind("the state's snapshot", WriteSnapshotAsync, time, log);
    }

    public StateImage Image { get; }

    public Journal Journal { get; }

    /// <summary>The last batch of the outbox that an earlier process has left.</summary>
    public long LastBatchBefore { get; }

    private long SinceSnapshot => Journal.Written - Interlocked.Read(ref _covered);

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
        var replayed = await files.ReplayAsync(image.Apply, CancellationToken.None);
        var next = files.Segments().Append(snapshot.Segment).Max() + 1;
        return new OpenState(directory, files, image, next, replayed, time, log);
    }

    /// <summary>Takes a step; durable once it completes.</summary>
    public async Task AppendAsync(JournalEntry entry)
    {
        await Journal.AppendAsync(entry);
        if (SinceSnapshot < Math.Max(LeastJournal, Interlocked.Read(ref _snapshotSize))) return;
        if (!Interlocked.Exchange(ref _isDue, true)) NoteDue();
    }

    public async ValueTask DisposeAsync()
    {
        // The next start reads one file, and little of a journal.
        if (SinceSnapshot > 0) NoteDue();
        await _snapshots.DisposeAsync();
        await Journal.DisposeAsync();
    }

    private void NoteDue()
    {
        try
        {
            _snapshots.NoteChange();
        }
        catch (ObjectDisposedException)
        {
            // The host is ending. What was taken is in the journal, and the next start reads it there.
        }
    }

    // One that fails stays due by itself.
    private async Task WriteSnapshotAsync(CancellationToken cancellationToken)
    {
        Snapshot? snapshot = null;
        await Journal.RotateAsync(segment =>
        {
            snapshot = Image.Capture(segment);
            Interlocked.Exchange(ref _covered, Journal.Written);
            Volatile.Write(ref _isDue, false);
        });
        await snapshot!.WriteAsync(_directory, cancellationToken);
        Interlocked.Exchange(ref _snapshotSize, Snapshot.SizeIn(_directory));
        _files.DeleteBefore(snapshot.Segment);
    }
}

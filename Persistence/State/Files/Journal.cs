using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Persistence.State.Files;

/// <summary>
/// Writes steps to the disk, in order, and then has them taken. Steps that come while a flush is under way
/// share the next one. A write that fails is cut off again before anything follows it.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private const int LargestWrite = 4 * 1024 * 1024;

    private readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JournalFiles _files;
    private readonly Action<JournalEntry> _apply;
    private readonly Action<SafeFileHandle> _flushToDisk;
    private readonly Task _writing;
    private FileStream _file;
    private long _durable;
    private bool _hasRejected;
    private long _flushes;
    private long _written;

    /// <summary>Begins a segment of its own.</summary>
    /// <param name="files">Where the segments are.</param>
    /// <param name="segment">The first segment's number.</param>
    /// <param name="apply">Takes a step that is on the disk.</param>
    /// <param name="flushToDisk">Has the disk keep what a file holds; a test lets it fail.</param>
    public Journal(JournalFiles files, int segment, Action<JournalEntry> apply, Action<SafeFileHandle>? flushToDisk = null)
    {
        (_files, _apply, _flushToDisk, Segment) = (files, apply, flushToDisk ?? RandomAccess.FlushToDisk, segment);
        _file = files.Create(segment);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The segment that is written.</summary>
    public int Segment { get; private set; }

    /// <summary>How often the disk was asked to keep what it has.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Bytes of all steps that are on the disk, those of earlier segments included.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Completes once the step is on the disk and taken.</summary>
    /// <exception cref="IOException">The disk refused; the step was not acknowledged.</exception>
    public Task AppendAsync(JournalEntry entry) => EnqueueAsync(new Step(entry, JsonSerializer.SerializeToUtf8Bytes(entry, StateJson.Options), Between: null));

    /// <summary>Begins the next segment and, before anything is written to it, does something.</summary>
    public Task RotateAsync(Action<int> between) => EnqueueAsync(new Step(Entry: null, Bytes: null, between));

    /// <summary>Writes what has been appended.</summary>
    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _writing;
        await using var file = _file;
        CutRejected();
    }

    private Task EnqueueAsync(Step step) => _steps.Writer.TryWrite(step)
        ? step.Done.Task
        : Task.FromException(new ObjectDisposedException(nameof(Journal), "The host is stopping; state can no longer be changed."));

    private async Task WriteAsync()
    {
        var buffer = new MemoryStream();
        var together = new List<Step>();
        while (await _steps.Reader.WaitToReadAsync())
        {
            buffer.SetLength(0);
            together.Clear();
            Step? rotation = null;
            while (rotation is null && buffer.Length < LargestWrite && _steps.Reader.TryRead(out var step))
            {
                if (step.Entry is null)
                {
                    rotation = step;
                    continue;
                }

                JournalFormat.Write(buffer, step.Bytes);
                together.Add(step);
            }

            if (together.Count > 0) Complete(together, () => Flush(buffer));
            if (rotation is not null) Complete([rotation], () => Rotate(rotation.Between!));
        }
    }

    private void Complete(List<Step> steps, Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault)
        {
            foreach (var step in steps) step.Done.SetException(fault);
            return;
        }

        foreach (var step in steps)
        {
            if (step.Entry is { } entry) _apply(entry);
            step.Done.SetResult();
        }
    }

    private void Flush(MemoryStream buffer)
    {
        CutRejected();
        _hasRejected = true;
        _file.Position = _durable;
        _file.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        _flushToDisk(_file.SafeFileHandle);
        Interlocked.Increment(ref _flushes);
        Interlocked.Add(ref _written, buffer.Length);
        (_durable, _hasRejected) = (_file.Position, false);
    }

    // What a failed write left behind was acknowledged to nobody. It must stand neither before another step nor
    // at the end of a segment that others follow: whole it would come back, torn it would pass for damage.
    private void CutRejected()
    {
        if (!_hasRejected) return;

        _file.SetLength(_durable);
        _flushToDisk(_file.SafeFileHandle);
        _hasRejected = false;
    }

    private void Rotate(Action<int> between)
    {
        CutRejected();
        var next = _files.Create(Segment + 1);
        _file.Dispose();
        (_file, _durable, Segment) = (next, 0, Segment + 1);
        between(Segment);
    }

    private sealed record Step(JournalEntry? Entry, byte[]? Bytes, Action<int>? Between)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using System.Threading.Channels;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>
/// Numbers the events of one run, sends them to its viewers as they come, and stores them in batches. A store that is
/// away holds the run back once a certain amount waits for it; viewers never do.
/// </summary>
/// <param name="run">The number of the node's run.</param>
/// <param name="append">Stores a batch; throws where the store has been away for too long.</param>
/// <param name="time">The clock.</param>
/// <param name="secrets">What may be in no event.</param>
/// <param name="ended">Called when nothing more is written.</param>
internal sealed class RunTranscript(int run, Func<IReadOnlyList<StoredEvent>, Task> append, TimeProvider time, TranscriptSecrets secrets, Action<RunTranscript> ended)
    : ITranscriptSink, IAsyncDisposable
{
    /// <summary>How long an event waits for others to be stored with it: 250 ms.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How many events are stored at once, at most.</summary>
    public const int LargestBatch = 64;

    private const int LargestBatchBytes = 256 * 1024;
    private const int MostUnstoredBytes = 1024 * 1024;

    private readonly StreamedSecrets _secrets = new(secrets);
    private readonly Lock _gate = new();
    private readonly List<Viewer> _viewers = [];
    private readonly Queue<StoredEvent> _unstored = new();
    private readonly Channel<StoredEvent> _written = Channel.CreateUnbounded<StoredEvent>(new UnboundedChannelOptions { SingleReader = true });
    private StoredEvent? _end;
    private Task? _storing;
    private TaskCompletionSource? _room;
    private long _unstoredBytes;
    private int _sequence;

    /// <summary>Whether the store has been away for too long: nothing is stored any more.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_gate) return _storing is { IsFaulted: true };
        }
    }

    /// <summary>The last event; null where the run has none yet, or will have none.</summary>
    public StoredEvent? End
    {
        get
        {
            lock (_gate) return _end;
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(TranscriptEvent transcriptEvent, CancellationToken cancellationToken)
    {
        var payloads = _secrets.Take(transcriptEvent).Select(told => told.ToPayload()).ToList();
        lock (_gate)
        {
            _storing ??= Task.Run(StoreAsync, CancellationToken.None);
            foreach (var payload in payloads) Write(payload);
            if (transcriptEvent is RunEnded) _end = _unstored.Last();
            return _unstoredBytes <= MostUnstoredBytes && !_storing.IsFaulted ? ValueTask.CompletedTask : new ValueTask(RoomAsync(_storing, cancellationToken));
        }
    }

    /// <summary>Shows a viewer what is not stored yet, and from now on everything.</summary>
    public void Attach(Viewer viewer)
    {
        lock (_gate)
        {
            foreach (var stored in _unstored) viewer.Show(FrameOf(viewer, stored));
            _viewers.Add(viewer);
        }
    }

    /// <summary>Completes when everything is stored.</summary>
    /// <exception cref="Exception">The store has been away for too long.</exception>
    public Task CompleteAsync()
    {
        _written.Writer.TryComplete();
        lock (_gate) return _storing ?? Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _written.Writer.TryComplete();
        ended(this);
        return ValueTask.CompletedTask;
    }

    private void Write(byte[] payload)
    {
        var stored = new StoredEvent(TranscriptPosition.Of(run, ++_sequence), payload);
        _unstored.Enqueue(stored);
        _unstoredBytes += payload.Length;
        _written.Writer.TryWrite(stored);
        _viewers.RemoveAll(viewer => viewer.HasLeft);
        foreach (var viewer in _viewers) viewer.Show(FrameOf(viewer, stored));
    }

    private Frame FrameOf(Viewer viewer, StoredEvent stored) =>
        new(viewer.StreamId, run, stored.Position.Sequence, FrameKind.Transcript, stored.Payload);

    private Task RoomAsync(Task storing, CancellationToken cancellationToken)
    {
        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.WhenAny(storing, _room.Task).WaitAsync(cancellationToken).Unwrap();
    }

    private async Task StoreAsync()
    {
        while (await _written.Reader.WaitToReadAsync())
        {
            var batch = await GatherAsync();
            await append(batch);
            Forget(batch.Count);
        }
    }

    private async Task<List<StoredEvent>> GatherAsync()
    {
        var batch = new List<StoredEvent>();
        var bytes = 0;
        var enough = Task.Delay(Interval, time, CancellationToken.None);
        do
        {
            while (batch.Count < LargestBatch && bytes < LargestBatchBytes && _written.Reader.TryRead(out var stored))
            {
                batch.Add(stored);
                bytes += stored.Payload.Length;
            }
        }
        while (batch.Count < LargestBatch && bytes < LargestBatchBytes && await MoreAsync(enough));

        return batch;
    }

    private async Task<bool> MoreAsync(Task enough)
    {
        var more = _written.Reader.WaitToReadAsync().AsTask();
        return await Task.WhenAny(more, enough) == more && await more;
    }

    private void Forget(int count)
    {
        lock (_gate)
        {
            for (var index = 0; index < count; index++) _unstoredBytes -= _unstored.Dequeue().Payload.Length;
            if (_unstoredBytes > MostUnstoredBytes) return;

            _room?.SetResult();
            _room = null;
        }
    }
}

using System.Threading.Channels;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>
/// One answer on its way from a worker to one client: keeps frames in order, drops those of stale
/// attempts, notices lost ones, and bounds what waits for a slow client.
/// </summary>
/// <param name="bufferBytes">What may wait before the sender is held back.</param>
/// <param name="time">The clock by which workers are heard.</param>
/// <param name="dismiss">Tells a worker, whose progress is given, that its attempt no longer counts.</param>
internal sealed class RelayStream(int bufferBytes, TimeProvider time, Action<RelayProgress> dismiss) : IFrameSink
{
    private readonly Lock _gate = new();
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>(new() { SingleReader = true });
    private RelayProgress _progress;
    private int _nextSequence;
    private long _heard = time.GetTimestamp();
    private long _buffered;
    private TaskCompletionSource? _room;

    /// <summary>How far the answer has come.</summary>
    public RelayProgress Progress
    {
        get
        {
            lock (_gate) return _progress;
        }
    }

    /// <summary>How many attempts have announced themselves and counted.</summary>
    public int Attempts { get; private set; }

    /// <inheritdoc/>
    public bool TryAccept(Frame frame)
    {
        lock (_gate)
        {
            if (_progress.Ended) return false;
            return frame.Kind == FrameKind.Started ? TryStart(frame) : TryContinue(frame);
        }
    }

    /// <inheritdoc/>
    public void EndIfFull()
    {
        lock (_gate)
        {
            if (_buffered > bufferBytes && !_progress.Ended) EndWith(RelayFailures.TooSlow);
        }
    }

    /// <summary>How long nothing has been heard: of the worker, or of any worker while none has taken the command.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate) return time.GetElapsedTime(_heard);
        }
    }

    /// <summary>
    /// Gives the worker up if it has been silent for too long. Before the commit the stream waits for
    /// another attempt; after it the client gets an error.
    /// </summary>
    public void CheckWorker(TimeSpan lostAfter)
    {
        lock (_gate)
        {
            if (_progress is { Attempt: not 0, Ended: false } && time.GetElapsedTime(_heard) > lostAfter) LoseWorker(RelayFailures.WorkerLost);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_buffered <= bufferBytes || _progress.Ended) return ValueTask.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Waits until a frame can be taken.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>
    /// Takes the next frame, if there is one. Taking <c>message_start</c> commits the stream to its
    /// attempt, as the client is about to see it.
    /// </summary>
    public bool TryTake(out Frame frame)
    {
        lock (_gate)
        {
            if (!_frames.Reader.TryRead(out frame)) return false;

            if (frame.Kind == FrameKind.MessageStart) _progress = _progress with { Committed = true };
            Release(frame.Payload.Length);
            return true;
        }
    }

    /// <summary>
    /// Lets the reader know that the stream has been silent; not while anything waits for it, as a client
    /// that reads nothing would find all the pings of that time.
    /// </summary>
    public void Ping()
    {
        lock (_gate)
        {
            if (!_frames.Reader.TryPeek(out _)) _frames.Writer.TryWrite(new Frame { Kind = FrameKind.Ping });
        }
    }

    /// <summary>Ends the stream from this side; frames that come later are dropped.</summary>
    public void End(Failure failure)
    {
        lock (_gate)
        {
            if (!_progress.Ended) EndWith(failure);
        }
    }

    /// <summary>Ends the stream because its reader is gone; true where a worker still works for it.</summary>
    public bool Abandon()
    {
        lock (_gate)
        {
            var working = _progress is { Worker: not null, WorkerDone: false };
            Finish(_progress.WorkerDone);
            return working;
        }
    }

    private bool TryStart(Frame frame)
    {
        // The client has heard the first worker; while that one lives, it goes on.
        if (frame.Attempt == _progress.Attempt || _progress.Committed) return false;

        ForgetAttempt();
        _progress = new RelayProgress { Attempt = frame.Attempt, Worker = frame.Payload };
        _nextSequence = frame.Sequence + 1;
        Attempts++;
        return true;
    }

    private void LoseWorker(Failure failure)
    {
        if (_progress.Committed) EndWith(failure);
        else ForgetAttempt();
    }

    /// <summary>Nothing of the attempt has been seen by the client: it is as if it had not been.</summary>
    private void ForgetAttempt()
    {
        if (_progress.Attempt != 0) dismiss(_progress);
        while (_frames.Reader.TryRead(out var stale)) Release(stale.Payload.Length);
        _progress = default;
        _heard = time.GetTimestamp();
    }

    private bool TryContinue(Frame frame)
    {
        if (frame.Attempt != _progress.Attempt) return false;

        _heard = time.GetTimestamp();
        var isLost = frame.Kind == FrameKind.Heartbeat ? frame.Sequence >= _nextSequence : frame.Sequence != _nextSequence;
        if (isLost) LoseWorker(RelayFailures.FramesLost);
        if (isLost || frame.Kind == FrameKind.Heartbeat) return !isLost;

        _nextSequence++;
        _buffered += frame.Payload.Length;
        _frames.Writer.TryWrite(frame);
        if (frame.Kind.EndsStream()) Finish(workerDone: true);
        return true;
    }

    private void EndWith(Failure failure)
    {
        _frames.Writer.TryWrite(new Frame { Kind = FrameKind.Failed, Payload = failure.ToPayload() });
        Finish(workerDone: false);
    }

    private void Finish(bool workerDone)
    {
        _progress = _progress with { Ended = true, WorkerDone = workerDone };
        _frames.Writer.TryComplete();
        LetSenderGo();
    }

    private void Release(long bytes)
    {
        _buffered -= bytes;
        if (_buffered <= bufferBytes) LetSenderGo();
    }

    private void LetSenderGo()
    {
        _room?.SetResult();
        _room = null;
    }
}

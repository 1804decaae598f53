using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>
/// One answer on its way from a worker to one client: keeps frames in order, drops those of stale
/// attempts, notices lost ones, and bounds what waits for a slow client.
/// </summary>
/// <param name="bufferBytes">Bytes that may wait before the sender is held back.</param>
/// <param name="time">The clock by which workers are heard.</param>
/// <param name="reconnections">How often the way for frames had been lost when the command was sent.</param>
/// <param name="dismiss">Tells a worker, whose progress is given, that its attempt no longer counts.</param>
internal sealed class RelayStream(int bufferBytes, TimeProvider time, int reconnections, Action<RelayProgress> dismiss) : IFrameSink
{
    // A way that loses the frames of so many attempts will lose the next ones, too.
    private const int MaxAttempts = 3;

    private readonly Lock _gate = new();
    private readonly RelayBuffer _frames = new(bufferBytes);
    private RelayProgress _progress;
    private int _nextSequence;
    private int _reconnections = reconnections;
    private bool _needsSending;
    private long _heard = time.GetTimestamp();

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
            if (!_frames.IsFull || _progress.Ended) return;

            // Its client may not be heard of for a long time.
            if (_progress.Worker is not null) dismiss(_progress);
            EndWith(RelayFailures.TooSlow);
        }
    }

    /// <summary>
    /// Gives up on what takes too long: a silent worker, a command that no worker takes, a broker that stays
    /// away. True, once, where the command has to be sent again, as nothing has been seen by the client.
    /// </summary>
    public bool NeedsSending(RelayLimits limits, ITransportState transport)
    {
        lock (_gate)
        {
            if (_progress.Ended) return false;

            if (transport.TroubleFor > limits.StartTimeout) EndWith(RelayFailures.BrokerAway(transport.Trouble!));
            else CheckWorker(limits, transport);

            var needsSending = _needsSending;
            _needsSending = false;
            return needsSending;
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _progress.Ended ? ValueTask.CompletedTask : _frames.WaitForRoomAsync(cancellationToken);
    }

    /// <summary>Waits until a frame can be taken.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.WaitAsync(cancellationToken);

    /// <summary>
    /// Takes the next frame, if there is one. Taking <c>message_start</c> commits the stream to its
    /// attempt, as the client is about to see it.
    /// </summary>
    public bool TryTake(out Frame frame)
    {
        lock (_gate)
        {
            var isTaken = _frames.TryTake(out frame);
            if (isTaken && frame.Kind == FrameKind.MessageStart) _progress = _progress with { Committed = true };
            return isTaken;
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
            if (_frames.IsEmpty) _frames.Add(new Frame { Kind = FrameKind.Ping });
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
        // Its worker could not know whether it had arrived before its connection was lost.
        if (frame.Attempt == _progress.Attempt) return true;

        // The client has heard the first worker; while that one lives, it goes on.
        if (_progress.Committed) return false;

        ForgetAttempt(sendAgain: false);
        _progress = new RelayProgress { Attempt = frame.Attempt, Worker = frame.Payload };
        _nextSequence = frame.Sequence + 1;
        Attempts++;
        return true;
    }

    private void CheckWorker(RelayLimits limits, ITransportState transport)
    {
        // While the broker is away, silence is nobody's fault.
        var silence = Min(time.GetElapsedTime(_heard), transport.ReadyFor);
        if (_progress.Attempt != 0)
        {
            if (silence > limits.LostAfter) LoseSilentWorker();
            return;
        }

        if (silence > limits.StartTimeout)
        {
            EndWith(Attempts == 0 ? RelayFailures.NoWorker(limits.StartTimeout) : RelayFailures.WorkersLost);
            return;
        }

        if (silence <= limits.LostAfter || _reconnections >= transport.Reconnections) return;

        // A worker may have announced itself while there was no way for frames.
        _reconnections = transport.Reconnections;
        _needsSending = true;
    }

    /// <summary>
    /// The worker is silent. Where others had begun before it, the command is on its way to the next, and may
    /// have to wait alone for its turn: it is not sent again, as it may be what takes its workers down.
    /// </summary>
    private void LoseSilentWorker()
    {
        if (_progress.Committed) EndWith(RelayFailures.WorkerLost);
        else ForgetAttempt(sendAgain: Attempts == 1);
    }

    /// <summary>A frame of the worker has been lost: it will not come again, and nor will the command.</summary>
    private void LoseFrames()
    {
        if (_progress.Committed || Attempts >= MaxAttempts) EndWith(RelayFailures.FramesLost);
        else ForgetAttempt(sendAgain: true);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Nothing of the attempt has been seen by the client: it is as if it had not been.</summary>
    private void ForgetAttempt(bool sendAgain)
    {
        _needsSending = sendAgain;
        if (_progress.Attempt != 0) dismiss(_progress);
        _frames.Clear();
        _progress = default;
        _heard = time.GetTimestamp();
    }

    private bool TryContinue(Frame frame)
    {
        if (frame.Attempt != _progress.Attempt) return false;

        _heard = time.GetTimestamp();
        var isHeartbeat = frame.Kind == FrameKind.Heartbeat;
        if (frame.Sequence > _nextSequence || (isHeartbeat && frame.Sequence == _nextSequence))
        {
            LoseFrames();
            return false;
        }

        // A frame may come twice where its sender could not know whether it had arrived.
        if (isHeartbeat || frame.Sequence < _nextSequence) return true;

        _nextSequence++;
        _frames.Add(frame);
        if (frame.Kind.EndsStream()) Finish(workerDone: true);
        return true;
    }

    private void EndWith(Failure failure)
    {
        _frames.Add(new Frame { Kind = FrameKind.Failed, Payload = failure.ToPayload() });
        Finish(workerDone: false);
    }

    private void Finish(bool workerDone)
    {
        _progress = _progress with { Ended = true, WorkerDone = workerDone };
        _frames.Complete();
    }
}

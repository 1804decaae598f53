using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using Pipeline.Transport.Waiting;

namespace Pipeline.Transport.Viewing;

/// <summary>
/// The frames that wait for one viewer. It never holds a run back: what there is no room for is dropped, and the gap is
/// filled from the store.
/// </summary>
public sealed class FrameBuffer(Signal signal) : IFrameSink
{
    /// <summary>Bytes of payload that may wait: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Frame> _frames = new();
    private int _bytes;

    /// <inheritdoc/>
    public bool TryAccept(Frame frame)
    {
        if (frame.Kind != FrameKind.Transcript) return true;

        lock (_gate)
        {
            if (_bytes + frame.Payload.Length <= MaxBytes)
            {
                _frames.Enqueue(frame);
                _bytes += frame.Payload.Length;
            }
        }

        signal.Raise();
        return true;
    }

    /// <inheritdoc/>
    public void EndIfFull()
    {
        // It has dropped what it had no room for.
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Looks at the next frame.</summary>
    public bool TryPeek(out Frame frame)
    {
        lock (_gate) return _frames.TryPeek(out frame);
    }

    /// <summary>Takes the frame that was looked at.</summary>
    public void Take()
    {
        lock (_gate) _bytes -= _frames.Dequeue().Payload.Length;
    }
}

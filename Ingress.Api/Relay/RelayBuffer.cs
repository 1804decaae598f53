using System.Threading.Channels;
using Pipeline.Contracts.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>
/// The frames that wait for one client. Only <see cref="WaitAsync"/> may be called while others call: all else happens under
/// its owner's lock.
/// </summary>
/// <param name="capacity">Bytes of payload that may wait before their sender is held back.</param>
internal sealed class RelayBuffer(int capacity)
{
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>(new() { SingleReader = true });
    private long _bytes;
    private TaskCompletionSource? _room;

    /// <summary>Whether more waits than may.</summary>
    public bool IsFull => _bytes > capacity;

    public bool IsEmpty => !_frames.Reader.TryPeek(out _);

    /// <summary>Waits until there is a frame; false where none will come any more.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.Reader.WaitToReadAsync(cancellationToken);

    public void Add(Frame frame)
    {
        _bytes += frame.Payload.Length;
        _frames.Writer.TryWrite(frame);
    }

    public bool TryTake(out Frame frame)
    {
        if (!_frames.Reader.TryRead(out frame)) return false;

        _bytes -= frame.Payload.Length;
        if (!IsFull) LetSenderGo();
        return true;
    }

    /// <summary>Forgets what waits.</summary>
    public void Clear()
    {
        while (TryTake(out _))
        {
            // Nobody will see it.
        }
    }

    /// <summary>Nothing more is added; what waits can still be taken, and no sender is held back.</summary>
    public void Complete()
    {
        _frames.Writer.TryComplete();
        LetSenderGo();
    }

    /// <summary>Waits until no more waits than may.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!IsFull) return ValueTask.CompletedTask;

        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_room.Task.WaitAsync(cancellationToken));
    }

    private void LetSenderGo()
    {
        _room?.SetResult();
        _room = null;
    }
}

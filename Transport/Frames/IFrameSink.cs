using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames;

/// <summary>Takes the frames of one stream. Calls for one attempt never overlap.</summary>
public interface IFrameSink
{
    /// <summary>
    /// Takes a frame without waiting. False when the stream has ended or the frame is stale, so that
    /// the sender of a <see cref="FrameKind.Started"/> learns that nobody waits.
    /// </summary>
    bool TryAccept(Frame frame);

    /// <summary>Ends the stream with an error if its buffer is full, where its sender cannot be held back.</summary>
    void EndIfFull();

    /// <summary>
    /// Waits while the stream's buffer is full. Only a pump that can hold its sender back calls this;
    /// over a broker the sink ends a stream that outgrows its buffer.
    /// </summary>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);
}

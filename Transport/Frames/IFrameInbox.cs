namespace Pipeline.Transport.Frames;

/// <summary>Where an instance receives the frames of the answers it waits for.</summary>
public interface IFrameInbox
{
    /// <summary>The address that workers send to; goes into each command's <c>ReplyTo</c>.</summary>
    string Address { get; }

    /// <summary>
    /// Silence after which a worker counts as lost: three of its heartbeats. Null where workers cannot be
    /// lost, as they live in this process.
    /// </summary>
    TimeSpan? LostAfter { get; }

    /// <summary>Begins to receive a stream's frames. Dispose to stop: later frames are dropped.</summary>
    IDisposable Open(Guid streamId, IFrameSink sink);
}

using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames.Events;

/// <summary>Takes the Anthropic events of one answer, in order.</summary>
public interface IMessageEventSink
{
    /// <summary>Takes one event; the payload's memory belongs to the sink from now on.</summary>
    void Write(FrameKind kind, ReadOnlyMemory<byte> payload);
}

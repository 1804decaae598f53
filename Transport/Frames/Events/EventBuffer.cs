using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames.Events;

/// <summary>Holds an attempt's events until they may be sent.</summary>
public sealed class EventBuffer : IMessageEventSink
{
    private readonly List<(FrameKind Kind, ReadOnlyMemory<byte> Payload)> _events = [];

    /// <inheritdoc/>
    public void Write(FrameKind kind, ReadOnlyMemory<byte> payload) => _events.Add((kind, payload));

    /// <summary>Sends what is held, in order, waiting while a slow client's buffer is full.</summary>
    public async ValueTask SendToAsync(FrameWriter frames, CancellationToken cancellationToken)
    {
        foreach (var (kind, payload) in _events) await frames.WriteAsync(kind, payload, cancellationToken);
        _events.Clear();
    }
}

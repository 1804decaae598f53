using System.Collections.Concurrent;
using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames;

/// <summary>
/// Both ends of the frame plane in one process: a frame goes straight into its stream's buffer, and a
/// full buffer holds back its own sender alone.
/// </summary>
internal sealed class InProcessFramePump : IFramePump, IFrameInbox
{
    private readonly ConcurrentDictionary<Guid, IFrameSink> _sinks = new();

    public string Address => "in-process";

    public TimeSpan? LostAfter => null;

    public IDisposable Open(Guid streamId, IFrameSink sink)
    {
        if (!_sinks.TryAdd(streamId, sink))
            throw new ArgumentException($"Stream {streamId} is already open.", nameof(streamId));

        return new Subscription(this, streamId);
    }

    public ValueTask<bool> StartAsync(string address, Frame started, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sinks.TryGetValue(started.StreamId, out var sink) && sink.TryAccept(started));

    public ValueTask SendAsync(string address, Frame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_sinks.TryGetValue(frame.StreamId, out var sink)) return ValueTask.CompletedTask;

        sink.TryAccept(frame);
        return sink.WaitForRoomAsync(cancellationToken);
    }

    public CancellationToken Vanished(string address) => CancellationToken.None;

    public void Rediscover(string address)
    {
        // It cannot vanish.
    }

    public void Finish(Guid streamId, int attempt)
    {
        // A worker in this process cannot be lost, so nobody listens for its heartbeats.
    }

    private sealed class Subscription(InProcessFramePump pump, Guid streamId) : IDisposable
    {
        public void Dispose() => pump._sinks.TryRemove(streamId, out _);
    }
}

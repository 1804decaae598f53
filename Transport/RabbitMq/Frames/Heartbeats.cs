using System.Collections.Concurrent;
using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// Says of every stream that is being written, again and again, how far it has come: so its reader
/// notices a worker that is gone, and a last frame that was lost.
/// </summary>
/// <param name="send">Sends a frame to an address.</param>
/// <param name="time">The clock.</param>
internal sealed class Heartbeats(Action<string, Frame> send, TimeProvider time) : IDisposable
{
    /// <summary>Time between two heartbeats of a stream.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(Guid StreamId, int Attempt), (string Address, int Sequence)> _streams = new();
    private ITimer? _timer;

    /// <summary>Notes the newest frame of a stream; its last ends the heartbeats. Transcripts have none: their viewers ask the store.</summary>
    public void Note(string address, Frame frame)
    {
        if (frame.Kind == FrameKind.Transcript) return;

        if (frame.Kind.EndsStream())
        {
            End(frame.StreamId, frame.Attempt);
            return;
        }

        _streams[(frame.StreamId, frame.Attempt)] = (address, frame.Sequence);
        LazyInitializer.EnsureInitialized(ref _timer, () => time.CreateTimer(_ => Beat(), null, Interval, Interval));
    }

    /// <summary>Nothing more is written to the stream.</summary>
    public void End(Guid streamId, int attempt) => _streams.TryRemove((streamId, attempt), out _);

    public void Dispose() => _timer?.Dispose();

    private void Beat()
    {
        foreach (var ((streamId, attempt), (address, sequence)) in _streams)
            send(address, new Frame(streamId, attempt, sequence, FrameKind.Heartbeat, default));
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>Sends frames through the broker to the exclusive queues of the instances that asked.</summary>
internal sealed class RabbitMqFramePump : IFramePump, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DestinationPump> _pumps = new(StringComparer.Ordinal);
    private readonly FramePublisher _publisher;
    private readonly Heartbeats _heartbeats;
    private readonly ILogger _log;

    public RabbitMqFramePump(FrameConnection connection, TimeProvider time, ILogger<RabbitMqFramePump> log)
    {
        _log = log;
        _publisher = new FramePublisher(connection, (address, batch) => PumpTo(address).Return(batch), time, log);
        _heartbeats = new Heartbeats((address, beat) => PumpTo(address).Post(beat), time);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> StartAsync(string address, Frame started, CancellationToken cancellationToken)
    {
        var isThere = await _publisher.OfferAsync(address, FrameBatch.Encode([started]), cancellationToken);
        Rediscover(address);
        if (!isThere) return false;

        _heartbeats.Note(address, started);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(string address, Frame frame, CancellationToken cancellationToken)
    {
        // In this order: a heartbeat must not overtake the frame that it counts.
        var taken = PumpTo(address).SendAsync(frame, cancellationToken);
        _heartbeats.Note(address, frame);
        return taken;
    }

    /// <inheritdoc/>
    public CancellationToken Vanished(string address) => PumpTo(address).Vanished;

    /// <inheritdoc/>
    public void Rediscover(string address)
    {
        if (_pumps.TryGetValue(address, out var pump) && pump.Vanished.IsCancellationRequested) _pumps.TryRemove(new(address, pump));
    }

    /// <inheritdoc/>
    public void Finish(Guid streamId, int attempt) => _heartbeats.End(streamId, attempt);

    public async ValueTask DisposeAsync()
    {
        _heartbeats.Dispose();
        await _publisher.DisposeAsync();
        foreach (var pump in _pumps.Values) pump.Dispose();
    }

    private DestinationPump PumpTo(string address) =>
        _pumps.GetOrAdd(address, static (to, pump) => new DestinationPump(to, pump._publisher, pump._log), this);
}

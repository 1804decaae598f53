using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>Sends frames through the broker to the exclusive queues of the instances that asked.</summary>
internal sealed class RabbitMqFramePump(FrameConnection connection, TimeProvider time, ILogger<RabbitMqFramePump> log) : IFramePump, IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private static readonly CreateChannelOptions Plain = new(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false);
    private static readonly BasicProperties Transient = new() { Persistent = false };

    private readonly ConcurrentDictionary<string, DestinationPump> _pumps = new(StringComparer.Ordinal);
    private Heartbeats? _heartbeats;
    private readonly LazyChannel _announcements = new(connection, Confirming);
    private readonly LazyChannel _frames = new(connection, Plain);

    /// <inheritdoc/>
    public async ValueTask<bool> StartAsync(string address, Frame started, CancellationToken cancellationToken)
    {
        var channel = await _announcements.GetAsync(cancellationToken);
        try
        {
            await channel.BasicPublishAsync("", address, mandatory: true, Transient, FrameBatch.Encode([started]), cancellationToken);
            Beats.Note(address, started);
            return true;
        }
        catch (PublishException returned) when (returned.IsReturn)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(string address, Frame frame, CancellationToken cancellationToken)
    {
        Beats.Note(address, frame);
        return PumpTo(address).SendAsync(frame, cancellationToken);
    }

    /// <inheritdoc/>
    public void Finish(Guid streamId, int attempt) => Beats.End(streamId, attempt);

    public async ValueTask DisposeAsync()
    {
        _heartbeats?.Dispose();
        await _announcements.DisposeAsync();
        await _frames.DisposeAsync();
    }

    private Heartbeats Beats => LazyInitializer.EnsureInitialized(
        ref _heartbeats, () => new Heartbeats((address, beat) => _ = PumpTo(address).SendAsync(beat, CancellationToken.None).AsTask(), time));

    private DestinationPump PumpTo(string address) =>
        _pumps.GetOrAdd(address, static (to, pump) => new DestinationPump(to, pump._frames, pump.Log), this);

    private ILogger Log => log;
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>Receives this instance's frames from an exclusive queue, which vanishes with the instance.</summary>
internal sealed class RabbitMqFrameInbox(
    FrameConnection connection,
    CommandSender commands,
    Guid instance,
    ILogger<RabbitMqFrameInbox> log) : IFrameInbox, IAsyncDisposable
{
    // More than this waits only when this process has stopped reading; what is dropped is noticed by its number.
    private const int MaxMessages = 100_000;

    private static readonly CreateChannelOptions InOrder = new(
        publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: 1);

    private readonly ConcurrentDictionary<Guid, IFrameSink> _sinks = new();
    private IChannel? _channel;

    /// <inheritdoc/>
    public string Address { get; } = $"frames.{instance:N}";

    /// <inheritdoc/>
    public TimeSpan? LostAfter => 3 * Heartbeats.Interval;

    /// <inheritdoc/>
    public IDisposable Open(Guid streamId, IFrameSink sink)
    {
        if (!_sinks.TryAdd(streamId, sink)) throw new ArgumentException($"Stream {streamId} is already open.", nameof(streamId));

        return new Subscription(this, streamId);
    }

    /// <summary>Declares the queue and begins to read it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _channel = await connection.OpenChannelAsync(InOrder, cancellationToken);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-max-length"] = MaxMessages };
        await _channel.QueueDeclareAsync(Address, durable: false, exclusive: true, autoDelete: true, arguments, cancellationToken: cancellationToken);

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) => ReceiveAsync(delivery);
        await _channel.BasicConsumeAsync(Address, autoAck: true, consumer, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null) await _channel.DisposeAsync();
    }

    private async Task ReceiveAsync(BasicDeliverEventArgs delivery)
    {
        // The client takes its buffer back when this returns; the frames live on.
        ReadOnlyMemory<byte> batch = delivery.Body.ToArray();
        while (FrameBatch.TryTake(ref batch, out var frame))
        {
            var isWanted = _sinks.TryGetValue(frame.StreamId, out var sink) && sink.TryAccept(frame);
            sink?.EndIfFull();
            if (!isWanted && frame.Kind == FrameKind.Started) await RefuseAsync(frame);
        }
    }

    private async Task RefuseAsync(Frame started)
    {
        var worker = Encoding.UTF8.GetString(started.Payload.Span);
        log.LogInformation("Stream {StreamId}: nobody waits for attempt {Attempt}; its worker is told to stop", started.StreamId, started.Attempt);
        var cancel = new CancelWork { StreamId = started.StreamId, Attempt = started.Attempt, Reason = "nobody waits for the answer" };
        await commands.SendAsync(worker, cancel, CancellationToken.None);
    }

    private sealed class Subscription(RabbitMqFrameInbox inbox, Guid streamId) : IDisposable
    {
        public void Dispose() => inbox._sinks.TryRemove(streamId, out _);
    }
}

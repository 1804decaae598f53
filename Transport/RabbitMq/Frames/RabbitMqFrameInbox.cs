using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>Hands the frames that come to this instance to the streams that wait for them.</summary>
/// <param name="commands">Tells workers to stop. Made on first use, as the bus itself waits for the inbox.</param>
/// <param name="instance">Names this instance.</param>
/// <param name="log">Where refused attempts are told.</param>
internal sealed class RabbitMqFrameInbox(Lazy<CommandSender> commands, Guid instance, ILogger<RabbitMqFrameInbox> log) : IFrameInbox
{
    private readonly ConcurrentDictionary<Guid, IFrameSink> _sinks = new();

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

    /// <summary>Takes the frames of one broker message, whose bytes are the caller's again afterwards.</summary>
    /// <exception cref="InvalidDataException">The message is not of frames.</exception>
    public void Receive(ReadOnlyMemory<byte> batch)
    {
        while (FrameBatch.TryTake(ref batch, out var frame))
        {
            if (!_sinks.TryGetValue(frame.StreamId, out var sink))
            {
                Refuse(frame);
                continue;
            }

            // A copy of its own: what waits for a slow client must not keep the other streams' frames.
            var isWanted = sink.TryAccept(frame with { Payload = frame.Payload.ToArray() });
            sink.EndIfFull();
            if (!isWanted) Refuse(frame);
        }
    }

    private void Refuse(Frame frame)
    {
        if (frame.Kind != FrameKind.Started || frame.Payload.IsEmpty) return;

        // Other streams' frames must not wait until the worker has been told.
        _ = RefuseAsync(frame.StreamId, frame.Attempt, Encoding.UTF8.GetString(frame.Payload.Span));
    }

    private async Task RefuseAsync(Guid streamId, int attempt, string worker)
    {
        log.LogInformation("Stream {StreamId}: nobody waits for attempt {Attempt}; its worker is told to stop", streamId, attempt);
        try
        {
            var cancel = new CancelWork { StreamId = streamId, Attempt = attempt, Reason = "nobody waits for the answer" };
            await commands.Value.SendToInstanceAsync(CommandExchanges.CancelWork, worker, cancel, CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Stream {StreamId}: {Worker} could not be told to stop", streamId, worker);
        }
    }

    private sealed class Subscription(RabbitMqFrameInbox inbox, Guid streamId) : IDisposable
    {
        public void Dispose() => inbox._sinks.TryRemove(streamId, out _);
    }
}

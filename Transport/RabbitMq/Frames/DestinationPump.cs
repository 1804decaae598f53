using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Frames;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// Sends frames to one instance: whatever has gathered while the last message was on its way goes out
/// as the next one. No timer and no delay: alone a frame leaves at once, under load frames batch themselves.
/// </summary>
internal sealed class DestinationPump(string address, LazyChannel channel, ILogger log)
{
    // What may gather while the broker takes nothing, before senders are held back.
    private const int MaxPendingBytes = 32 * 1024 * 1024;
    private const int MaxBatchBytes = 256 * 1024;

    private static readonly BasicProperties Transient = new() { Persistent = false };

    private readonly Lock _gate = new();
    private readonly Queue<Frame> _pending = new();
    private long _pendingBytes;
    private TaskCompletionSource? _room;
    private bool _sending;

    /// <summary>Takes a frame; waits only while too much is pending.</summary>
    public ValueTask SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _pending.Enqueue(frame);
            _pendingBytes += FrameBatch.Length(frame);
            if (!_sending)
            {
                _sending = true;
                _ = Task.Run(PumpAsync, CancellationToken.None);
            }

            if (_pendingBytes <= MaxPendingBytes) return ValueTask.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    private async Task PumpAsync()
    {
        while (TakeGathered() is { Count: > 0 } frames)
        {
            try
            {
                var open = await channel.GetAsync(CancellationToken.None);
                await open.BasicPublishAsync("", address, mandatory: false, Transient, FrameBatch.Encode(frames));
            }
            catch (Exception fault) when (fault is OperationInterruptedException or AlreadyClosedException or BrokerUnreachableException or IOException)
            {
                // Frames travel at most once: the reader notices the gap by its number.
                log.LogWarning("{Count} frames to {Address} were lost, as the broker could not be reached: {Reason}", frames.Count, address, fault.Message);
            }
        }
    }

    private List<Frame> TakeGathered()
    {
        lock (_gate)
        {
            var taken = new List<Frame>();
            var bytes = 0;
            while (bytes < MaxBatchBytes && _pending.TryDequeue(out var frame))
            {
                taken.Add(frame);
                bytes += FrameBatch.Length(frame);
            }

            _pendingBytes -= bytes;
            if (taken.Count == 0) _sending = false;
            if (_pendingBytes > MaxPendingBytes) return taken;

            _room?.SetResult();
            _room = null;
            return taken;
        }
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// Sends frames to one instance: whatever has gathered while the last message was on its way goes out
/// as the next one. No timer and no delay: alone a frame leaves at once, under load frames batch themselves.
/// While the broker or the instance is away, frames wait, and above a limit their senders.
/// </summary>
internal sealed class DestinationPump(string address, FramePublisher publisher, ILogger log) : IDisposable
{
    private const int MaxPendingBytes = 32 * 1024 * 1024;
    private const int MaxBatchBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _vanished = new();
    private readonly Queue<Frame> _pending = new();
    private readonly Queue<ReadOnlyMemory<byte>> _returned = new();
    private long _pendingBytes;
    private TaskCompletionSource? _room;
    private bool _sending;

    /// <summary>Fires when the instance has vanished; what is sent to it goes nowhere.</summary>
    public CancellationToken Vanished => _vanished.Token;

    /// <summary>Takes a frame; waits only while too much is pending.</summary>
    public ValueTask SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_vanished.IsCancellationRequested) return ValueTask.CompletedTask;

            _pending.Enqueue(frame);
            _pendingBytes += FrameBatch.Length(frame);
            EnsureSending();
            if (_pendingBytes <= MaxPendingBytes) return ValueTask.CompletedTask;

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Takes a frame that nobody waits for.</summary>
    public void Post(Frame frame)
    {
        lock (_gate)
        {
            if (_vanished.IsCancellationRequested) return;

            _pending.Enqueue(frame);
            _pendingBytes += FrameBatch.Length(frame);
            EnsureSending();
        }
    }

    /// <summary>Takes back what the broker could not deliver: the instance is away, for a moment or for good.</summary>
    public void Return(ReadOnlyMemory<byte> batch)
    {
        lock (_gate)
        {
            if (_vanished.IsCancellationRequested) return;

            _returned.Enqueue(batch);
            EnsureSending();
        }
    }

    public void Dispose() => _vanished.Dispose();

    private void EnsureSending()
    {
        if (_sending) return;

        _sending = true;
        _ = Task.Run(PumpAsync, CancellationToken.None);
    }

    private async Task PumpAsync()
    {
        while (TakeNext() is var (returned, gathered))
        {
            try
            {
                if (returned is null) await publisher.PublishAsync(address, FrameBatch.Encode(gathered!), CancellationToken.None);
                else if (!await publisher.OfferAsync(address, returned.Value, CancellationToken.None)) GiveUp();
            }
            catch (Exception fault)
            {
                // Frames travel at most once: their reader notices the gap. The pump itself must go on.
                log.LogWarning(fault, "Frames to {Address} were lost", address);
            }
        }
    }

    private (ReadOnlyMemory<byte>? Returned, List<Frame>? Gathered)? TakeNext()
    {
        lock (_gate)
        {
            if (_returned.TryDequeue(out var batch)) return (batch, null);
            if (TakeGathered() is { Count: > 0 } frames) return (null, frames);

            _sending = false;
            return null;
        }
    }

    private List<Frame> TakeGathered()
    {
        var taken = new List<Frame>();
        var bytes = 0;
        while (bytes < MaxBatchBytes && _pending.TryDequeue(out var frame))
        {
            taken.Add(frame);
            bytes += FrameBatch.Length(frame);
        }

        _pendingBytes -= bytes;
        if (_pendingBytes <= MaxPendingBytes) LetSendersGo();
        return taken;
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _pending.Clear();
            _returned.Clear();
            _pendingBytes = 0;
            LetSendersGo();
        }

        _vanished.Cancel();
        log.LogInformation("{Address} has vanished; what was meant for it is dropped", address);
    }

    private void LetSendersGo()
    {
        _room?.SetResult();
        _room = null;
    }
}

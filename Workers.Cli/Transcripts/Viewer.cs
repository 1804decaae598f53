using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>
/// Somebody who watches a node, for as long as the lease lasts. Frames wait here and not in the run; when too many do, the newest
/// are dropped: the viewer sees the gap and reads the store.
/// </summary>
internal sealed class Viewer(AttachViewer attached, IFramePump pump, TimeProvider time, ILogger log)
{
    private const int MostWaitingBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Frame> _waiting = new();
    private readonly CancellationToken _vanished = pump.Vanished(attached.Address);
    private long _renewedAt = time.GetTimestamp();
    private long _waitingBytes;
    private bool _sending;

    /// <summary>The stream that tells it from all others.</summary>
    public Guid StreamId => attached.StreamId;

    /// <summary>Whether it does not watch any more.</summary>
    public bool HasLeft => _vanished.IsCancellationRequested || time.GetElapsedTime(Interlocked.Read(ref _renewedAt)) > AttachViewer.Lease;

    /// <summary>It goes on watching.</summary>
    public void Renew() => Interlocked.Exchange(ref _renewedAt, time.GetTimestamp());

    /// <summary>Sends a frame as soon as those before it have been taken; never waits.</summary>
    public void Show(Frame frame)
    {
        lock (_gate)
        {
            if (_waitingBytes > MostWaitingBytes) return;

            _waiting.Enqueue(frame);
            _waitingBytes += frame.Payload.Length;
            if (_sending) return;

            _sending = true;
            _ = Task.Run(SendAsync, CancellationToken.None);
        }
    }

    private async Task SendAsync()
    {
        while (Next() is { } frame)
        {
            try
            {
                await pump.SendAsync(attached.Address, frame, _vanished);
            }
            catch (Exception fault)
            {
                if (!_vanished.IsCancellationRequested) log.LogWarning(fault, "A viewer missed an event; it reads the store");
            }

            lock (_gate) _waitingBytes -= frame.Payload.Length;
        }
    }

    private Frame? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var frame)) return frame;

            _sending = false;
            return null;
        }
    }
}

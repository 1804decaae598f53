using System.Net.Sockets;

namespace Pipeline.Transport.RabbitMq.Sockets;

/// <summary>
/// A stream that tells of a lost broker by its reading side alone: what is written afterwards goes nowhere.
/// <para>
/// The client (RabbitMQ.Client 7.1 and 7.2, its issue 1930) writes from one loop and ends it at the first write that fails.
/// Once 128 frames wait for that loop, a publisher waits for ever, holding a lock without which the connection cannot be shut
/// down: neither its channels nor whoever publishes would learn of the loss, and every later send would hang, too.
/// </para>
/// </summary>
internal sealed class BrokerStream : NetworkStream
{
    // The broker sends a heartbeat every 10 s, also while it holds publishers back. Who is silent for longer than the client's
    // own patience will not be heard of again, and a write that waits for it holds the same lock.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(35);

    private readonly TimeProvider _time;
    private readonly ITimer _watch;
    private long _heard;
    private volatile bool _isLost;

    /// <param name="socket">A connected socket, which the stream closes when the broker is lost.</param>
    /// <param name="time">The clock.</param>
    public BrokerStream(Socket socket, TimeProvider time)
        : base(socket)
    {
        (_time, _heard) = (time, time.GetTimestamp());
        _watch = time.CreateTimer(static stream => ((BrokerStream)stream!).EndIfSilent(), this, LongestSilence / 2, LongestSilence / 2);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        Volatile.Write(ref _heard, _time.GetTimestamp());
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isLost) return;

        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            Lose();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _watch.Dispose();
        base.Dispose(disposing);
    }

    private void EndIfSilent()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _heard)) > LongestSilence) Lose();
    }

    // The reader must learn of it, too: a connection may be broken in one direction only.
    private void Lose()
    {
        _isLost = true;
        _watch.Dispose();
        Socket.Dispose();
    }
}

namespace Pipeline.Ingress.Relay;

/// <summary>A stream that is open; disposing it tells a worker that still writes to stop.</summary>
internal sealed class OpenRelay(Guid id, RelayStream stream, IDisposable subscription, RelayStreams owner) : IDisposable
{
    private Func<CancellationToken, Task>? _send;

    /// <summary>Names the stream to workers.</summary>
    public Guid Id => id;

    /// <summary>Its frames.</summary>
    public RelayStream Stream => stream;

    /// <summary>Sends the command, in a way that can be repeated should its worker be lost.</summary>
    public Task SendAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        _send = send;
        return send(cancellationToken);
    }

    /// <summary>Sends the command again, if it has been sent.</summary>
    public Task SendAgainAsync(CancellationToken cancellationToken) => _send?.Invoke(cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        subscription.Dispose();
        owner.Close(this);
    }
}

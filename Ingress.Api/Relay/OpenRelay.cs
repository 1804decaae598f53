namespace Pipeline.Ingress.Relay;

/// <summary>A stream that is open; disposing it tells a worker that still writes to stop.</summary>
internal sealed record OpenRelay(Guid Id, RelayStream Stream, IDisposable Subscription, RelayStreams Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.CloseAsync(this);
}

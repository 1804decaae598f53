namespace Pipeline.Ingress.Relay;

/// <summary>Pings a stream whenever nothing has been heard for a while.</summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly ITimer _timer;
    private readonly TimeSpan _patience;

    public SilenceTimer(RelayStream stream, TimeSpan patience, TimeProvider time)
    {
        _patience = patience;
        _timer = time.CreateTimer(_ => stream.Ping(), null, patience, patience);
    }

    /// <summary>Something was heard: the silence starts anew.</summary>
    public void Restart() => _timer.Change(_patience, _patience);

    public void Dispose() => _timer.Dispose();
}

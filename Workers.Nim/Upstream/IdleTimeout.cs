namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// A token that fires after a time without activity, or with the caller's own token. Limits silence,
/// never the length of an answer.
/// </summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly TimeSpan _patience;

    public IdleTimeout(TimeSpan patience, TimeProvider time, CancellationToken caller)
    {
        _patience = patience;
        _source = new CancellationTokenSource(patience, time);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Something happened: the silence starts anew.</summary>
    public void Restart() => _source.CancelAfter(_patience);

    /// <summary>Nobody is waiting for the other side now.</summary>
    public void Pause() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// A token that fires after a time without activity, or with the caller's own token. Limits silence,
/// never the length of an answer.
/// </summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;

    public IdleTimeout(TimeSpan patience, TimeProvider time, CancellationToken caller)
    {
        Patience = patience;
        _source = new CancellationTokenSource(patience, time);
        _caller = caller;
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>How long a silence may be.</summary>
    public TimeSpan Patience { get; private set; }

    /// <summary>Whether it was the silence that fired the token.</summary>
    public bool HasElapsed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Something happened: the silence starts anew.</summary>
    public void Restart() => Restart(Patience);

    /// <summary>As <see cref="Restart()"/>, but this once with another patience.</summary>
    public void Restart(TimeSpan patience) => _source.CancelAfter(patience);

    /// <summary>From now on, silences may be this long.</summary>
    public void Expect(TimeSpan patience) => Patience = patience;

    /// <summary>Nobody is waiting for the other side now.</summary>
    public void Pause() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}

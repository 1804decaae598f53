namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>
/// Lets at most so many calls through in any window. A place is free again one window after its call was answered, not
/// after it was made: so the server, which saw it in between, can never count more, however long the way there takes.
/// </summary>
internal sealed class RateGate(int limit, TimeSpan window, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limit, limit);

    public Task EnterAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>Enters where nobody has to be waited for.</summary>
    public bool TryEnter() => _places.Wait(0, CancellationToken.None);

    /// <summary>Gives a place back that was not used.</summary>
    public void Return() => _places.Release();

    public void Leave() => _ = ReleaseAsync();

    public void Dispose() => _places.Dispose();

    private async Task ReleaseAsync()
    {
        await FullPause.PassAsync(window, time, CancellationToken.None);
        try
        {
            _places.Release();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }
}

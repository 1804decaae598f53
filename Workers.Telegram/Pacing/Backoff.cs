namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>The pauses after one failure and the next: doubled from half a second up to half a minute, a part of it by chance.</summary>
/// <param name="chance">From 0 to below 1.</param>
internal sealed class Backoff(Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        var pause = _next * (1 - chance() / 2);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    public void Reset() => _next = First;
}

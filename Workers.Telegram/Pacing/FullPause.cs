namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>A pause that is never too short: timers run on a coarse clock and fire some milliseconds early, which a server's limit does not forgive.</summary>
internal static class FullPause
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static async Task PassAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var left = pause; left > TimeSpan.Zero; left = pause - time.GetElapsedTime(start))
            await Task.Delay(left > Shortest ? left : Shortest, time, cancellationToken);
    }
}

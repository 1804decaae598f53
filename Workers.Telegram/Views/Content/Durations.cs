namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>How long something takes or took, in words.</summary>
internal static class Durations
{
    private const int CoarseSeconds = 10;
    private const int CoarseMinutes = 5;

    /// <summary>
    /// How long it takes so far; null in the first moments. In steps of ten seconds, then minutes, then five of them, so that what does
    /// nothing for a while need not be shown anew every second.
    /// </summary>
    public static string? Coarse(TimeSpan time) => time switch
    {
        { TotalSeconds: < CoarseSeconds } => null,
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds / CoarseSeconds * CoarseSeconds} s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min",
        _ => Hours((int)time.TotalMinutes / CoarseMinutes * CoarseMinutes),
    };

    /// <summary>How long it took, by the second, beyond an hour by the minute.</summary>
    public static string Exact(TimeSpan time)
    {
        var seconds = Math.Max(1, (long)Math.Round(time.TotalSeconds));
        if (seconds < 60) return $"{seconds} s";
        if (seconds < 3600) return With($"{seconds / 60} min", seconds % 60, "s");
        return Hours(seconds / 60);
    }

    private static string Hours(long minutes) => With($"{minutes / 60} h", minutes % 60, "min");

    private static string With(string whole, long rest, string unit) => rest == 0 ? whole : $"{whole} {rest} {unit}";
}

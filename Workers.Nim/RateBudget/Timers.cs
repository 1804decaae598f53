namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>How timers are set.</summary>
internal static class Timers
{
    /// <summary>Whole milliseconds, which is what timers know; rounded up, or they would fire too early.</summary>
    public static TimeSpan Whole(TimeSpan time) => time > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)) : TimeSpan.Zero;
}

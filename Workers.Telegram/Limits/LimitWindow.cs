namespace Pipeline.Workers.Telegram.Limits;

/// <summary>A limit on the messages of any span of time.</summary>
/// <param name="Unit">The span in a word, such as "minute".</param>
/// <param name="Length">The span.</param>
/// <param name="Limit">Most messages in it; 0 for any number.</param>
internal sealed record LimitWindow(string Unit, TimeSpan Length, int Limit)
{
    /// <summary>The windows that are configured, the shortest first.</summary>
    public static IReadOnlyList<LimitWindow> Of(LimitOptions options) =>
    [
        new("minute", TimeSpan.FromMinutes(1), options.PerMinute),
        new("hour", TimeSpan.FromHours(1), options.PerHour),
        new("day", TimeSpan.FromDays(1), options.PerDay),
    ];
}

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>What a person has used of a limit.</summary>
/// <param name="Window">The limit.</param>
/// <param name="Used">Messages within it; of one without a limit, those that other limits remember.</param>
internal sealed record WindowUsage(LimitWindow Window, int Used)
{
    /// <summary>Messages that are left; null where there is no limit.</summary>
    public int? Left => Window.Limit == 0 ? null : Math.Max(0, Window.Limit - Used);
}

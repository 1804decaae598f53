namespace Pipeline.Workers.Telegram.Limits;

/// <summary>The messages that a person has sent lately, exact to the millisecond.</summary>
/// <param name="times">When they came, the oldest first, in milliseconds of Unix time.</param>
/// <param name="now">The present time.</param>
internal sealed class SentMessages(IReadOnlyList<long> times, DateTimeOffset now)
{
    private readonly long _now = now.ToUnixTimeMilliseconds();

    /// <summary>How many came within the window.</summary>
    public int In(LimitWindow window)
    {
        var first = times.Count;
        while (first > 0 && Remaining(times[first - 1], window) > TimeSpan.Zero) first--;
        return times.Count - first;
    }

    /// <summary>Time until the window has room for one more; zero where it has.</summary>
    public TimeSpan WaitFor(LimitWindow window)
    {
        if (window.Limit == 0 || times.Count < window.Limit) return TimeSpan.Zero;

        var wait = Remaining(times[^window.Limit], window);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>The times to remember once another message has come: none that no limit asks for.</summary>
    public long[] WithOneMore(IReadOnlyList<LimitWindow> windows)
    {
        var limits = windows.Where(window => window.Limit > 0).ToList();
        if (limits.Count == 0) return [];

        var longest = limits.MaxBy(window => window.Length)!;
        return
        [
            .. times.Where(time => Remaining(time, longest) > TimeSpan.Zero)
                .Select(time => Math.Min(time, _now))
                .Append(_now)
                .TakeLast(limits.Max(window => window.Limit)),
        ];
    }

    // Workers' clocks differ: what another calls the future has only just happened.
    private TimeSpan Remaining(long time, LimitWindow window) =>
        TimeSpan.FromMilliseconds(Math.Min(time, _now) - _now) + window.Length;
}

namespace Pipeline.TestKit.RateLimits;

/// <summary>What arrived at a provider, seen through a rolling window.</summary>
public static class RollingWindow
{
    /// <summary>The most arrivals in any window of that length, wherever it begins.</summary>
    public static int Most(IReadOnlyList<TimeSpan> arrivals, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < arrivals.Count; last++)
        {
            while (arrivals[last] - arrivals[first] >= window) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    /// <summary>How much of what the limit allowed was used, from the first full window to the last arrival.</summary>
    public static double Used(IReadOnlyList<TimeSpan> arrivals, int limit, TimeSpan window) =>
        (arrivals.Count - limit) / ((arrivals[^1] - arrivals[0]) / window * limit);
}

namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>Lists of times that stay in order.</summary>
internal static class Sorted
{
    /// <summary>Adds a time behind its equals, and returns where.</summary>
    public static int Add(List<DateTimeOffset> times, DateTimeOffset time)
    {
        // What comes next is nearly always the latest.
        var index = times.Count == 0 || times[^1] <= time ? times.Count : Index(times, time, afterEqual: true);
        times.Insert(index, time);
        return index;
    }

    /// <summary>Removes one of a time; false where there is none.</summary>
    public static bool Remove(List<DateTimeOffset> times, DateTimeOffset time)
    {
        var index = times.BinarySearch(time);
        if (index < 0) return false;

        times.RemoveAt(index);
        return true;
    }

    /// <summary>How many times are earlier, or, with <paramref name="afterEqual"/>, not later.</summary>
    public static int Index(List<DateTimeOffset> times, DateTimeOffset time, bool afterEqual)
    {
        var (low, high) = (0, times.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time || (afterEqual && times[middle] == time)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>
/// A provider's budget: what every worker has of it, and until when the provider is left alone. It knows no
/// clock and no lock: whoever uses it is alone with it and tells it the time.
/// </summary>
/// <remarks>
/// Why no window ever sees more than the limit. A place in the window is taken when a call is granted, so
/// before the request can leave. It is given back one window after the latest moment at which the request can
/// have arrived: the response's head, which proves that it has, or the end of writing it plus the
/// longest way (<see cref="RateLimits.Transit"/>), whichever is earlier; and never for a call that may still
/// leave. So a call that takes the place of another arrives at least a window later, and with
/// <c>Limit</c> places no window of that length, wherever it begins, sees more than <c>Limit</c> arrivals.
/// Delays between grant, sending and arrival make the calls fewer, never more.
/// </remarks>
internal sealed class BudgetState
{
    /// <summary>How much later a background call ranks than an interactive one.</summary>
    private static readonly TimeSpan BackgroundLag = TimeSpan.FromSeconds(10);

    /// <summary>The latest time it has been told.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Until when the provider is left alone.</summary>
    public ProviderPause Pause { get; set; } = ProviderPause.None;

    /// <summary>What each worker has, by its id.</summary>
    public Dictionary<string, WorkerShare> Workers { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// A waiting call's place in the order of all, which never changes: its arrival, later for background
    /// calls. Whoever has waited for ten seconds longer is never overtaken, so nobody starves.
    /// </summary>
    public static DateTimeOffset Rank(CallPriority priority, DateTimeOffset since) => since + Lag(priority);

    /// <summary>Since when a call of a rank has waited.</summary>
    public static DateTimeOffset Since(CallPriority priority, DateTimeOffset rank) => rank - Lag(priority);

    /// <summary>Tells the time, and forgets what is over by then.</summary>
    public void Observe(DateTimeOffset now, RateLimits limits)
    {
        // A database's clock may be set back. No time is taken to have passed then, so that no place comes free early.
        if (now < Now) Shift(now - Now);
        Now = now;
        foreach (var (worker, share) in Workers)
        {
            share.Forget(now, limits);
            if (share.IsOver(now, limits)) Workers.Remove(worker);
        }
    }

    /// <summary>A worker says what it has, after the time was told.</summary>
    public void Put(string worker, WorkerShare share, RateLimits limits)
    {
        if (Now < share.Seen) share.Shift(Now - share.Seen);
        share.Seen = Now;
        share.Forget(Now, limits);
        Workers[worker] = share;
    }

    /// <summary>
    /// Calls that may go at once. A waiting call may where fewer than that many come before it: a call of
    /// another worker that could go, too, has its place kept, and holds up nobody.
    /// </summary>
    public int Room(RateLimits limits) => Now < Pause.Until ? 0 : Math.Max(0, Math.Min(RoomInWindow(limits), RoomUnderWay(limits)));

    /// <summary>Places that are free in the window.</summary>
    public int RoomInWindow(RateLimits limits)
    {
        if (limits.Limit == 0) return int.MaxValue;

        var room = limits.Limit;
        foreach (var share in Workers.Values) room -= share.Held(Now, limits);
        return room;
    }

    /// <summary>Calls that other workers' waiters come before, of those that wait at a worker with a rank.</summary>
    public int OthersBefore(string worker, DateTimeOffset rank)
    {
        var before = 0;
        foreach (var (other, share) in Workers)
        {
            if (other != worker && share.IsWaiting(Now)) before += share.Before(rank, first: string.CompareOrdinal(other, worker) < 0);
        }

        return before;
    }

    private static TimeSpan Lag(CallPriority priority) => priority == CallPriority.Background ? BackgroundLag : TimeSpan.Zero;

    private int RoomUnderWay(RateLimits limits)
    {
        if (limits.MaxConcurrency == 0) return int.MaxValue;

        var room = limits.MaxConcurrency;
        foreach (var share in Workers.Values)
        {
            if (share.IsAlive(Now, limits)) room -= share.UnderWay;
        }

        return room;
    }

    private void Shift(TimeSpan by)
    {
        Pause = Pause.Shift(by);
        foreach (var share in Workers.Values) share.Shift(by);
    }
}

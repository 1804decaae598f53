namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>
/// What one worker has of a provider's budget. Only that worker changes it, and writes it anew from its own
/// memory each time, so that a change that is lost or comes twice does no harm. The others read it.
/// </summary>
/// <remarks>Both lists are in order. A call needs eight bytes or so, however many wait.</remarks>
internal sealed class WorkerShare
{
    /// <summary>How long waiters count whose worker gives no sign of life; it looks at least each second.</summary>
    public static readonly TimeSpan WaiterLease = TimeSpan.FromSeconds(3);

    /// <summary>When the worker wrote last.</summary>
    public DateTimeOffset Seen { get; set; }

    /// <summary>Calls that have been granted and have not ended.</summary>
    public int UnderWay { get; set; }

    /// <summary>Calls that have been granted and may still be about to leave.</summary>
    public int Unsent { get; set; }

    /// <summary>By when each call that was sent has arrived at the provider, for as long as it counts.</summary>
    public List<DateTimeOffset> Arrivals { get; init; } = [];

    /// <summary>The rank of each waiting call: see <see cref="BudgetState.Rank"/>.</summary>
    public List<DateTimeOffset> Waiting { get; init; } = [];

    /// <summary>Whether it says nothing any more that anybody must know.</summary>
    public bool IsOver(DateTimeOffset now, RateLimits limits) =>
        Arrivals.Count == 0 && (UnsentUntil(limits) <= now || (UnderWay == 0 && Unsent == 0 && Waiting.Count == 0));

    /// <summary>Whether its waiters are still there.</summary>
    public bool IsWaiting(DateTimeOffset now) => now < Seen + WaiterLease;

    /// <summary>Whether its worker is taken to be alive.</summary>
    public bool IsAlive(DateTimeOffset now, RateLimits limits) => now < Seen + limits.CallLease;

    /// <summary>Places in the window that it takes: a call that may still leave takes one as well.</summary>
    public int Held(DateTimeOffset now, RateLimits limits) => Arrivals.Count + (now < UnsentUntil(limits) ? Unsent : 0);

    /// <summary>
    /// When the places of its unsent calls are free again: a living worker says so itself, a dead one may have
    /// sent them at the end of its lease.
    /// </summary>
    public DateTimeOffset UnsentUntil(RateLimits limits) => Seen + limits.CallLease + limits.Transit + limits.Hold;

    /// <summary>How many of its waiters come before a rank; those of the very same rank do where <paramref name="first"/> says so.</summary>
    public int Before(DateTimeOffset rank, bool first) => Sorted.Index(Waiting, rank, afterEqual: first);

    /// <summary>A call has left; it has arrived by the time that is returned.</summary>
    public DateTimeOffset Sent(DateTimeOffset at, RateLimits limits)
    {
        Unsent--;
        var by = at + limits.Transit;
        if (limits.Limit > 0) Sorted.Add(Arrivals, by);
        return by;
    }

    /// <summary>A call is known to have arrived.</summary>
    /// <param name="by">What was thought so far.</param>
    /// <param name="at">When it became known.</param>
    public void Arrived(DateTimeOffset by, DateTimeOffset at)
    {
        if (at >= by || !Sorted.Remove(Arrivals, by)) return;

        Sorted.Add(Arrivals, at);
    }

    /// <summary>Forgets the arrivals that no window reaches any more.</summary>
    public void Forget(DateTimeOffset now, RateLimits limits) =>
        Arrivals.RemoveRange(0, Sorted.Index(Arrivals, now - limits.Hold, afterEqual: true));

    /// <summary>The clock has been set back: keeps every distance to it.</summary>
    public void Shift(TimeSpan by)
    {
        Seen += by;
        for (var index = 0; index < Arrivals.Count; index++) Arrivals[index] += by;
        for (var index = 0; index < Waiting.Count; index++) Waiting[index] += by;
    }

    public WorkerShare Copy() => new() { Seen = Seen, UnderWay = UnderWay, Unsent = Unsent, Arrivals = [.. Arrivals], Waiting = [.. Waiting] };
}

namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>
/// A worker's own calls and waiters, and its share of the budget that tells the others of them. Like the
/// state, it knows no clock and no lock; the state has observed the time and holds the desk's share.
/// </summary>
/// <param name="worker">Id of the worker.</param>
/// <param name="share">What it has.</param>
/// <param name="waiters">Its waiting calls, in the order of the share's ranks.</param>
internal sealed class BudgetDesk(string worker, WorkerShare share, List<Waiter> waiters)
{
    // While a better waiter of another worker does not take the place kept for it, or calls of others are under way.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    // A pause makes waits too long that were not before.
    private DateTimeOffset _judgedBy;

    public BudgetDesk(string worker)
        : this(worker, new WorkerShare(), [])
    {
    }

    public WorkerShare Share => share;

    public bool HasWaiters => waiters.Count > 0;

    /// <summary>To change without consequence until it is known that the change is kept.</summary>
    public BudgetDesk Copy() => new(worker, share.Copy(), [.. waiters]) { _judgedBy = _judgedBy };

    /// <summary>Without a queue: a call goes at once where no other worker is, nobody waits, and there is room.</summary>
    public bool TryGrant(BudgetState state, RateLimits limits)
    {
        if (waiters.Count > 0 || state.Workers.Count > 1 || state.Room(limits) == 0) return false;

        share.UnderWay++;
        share.Unsent++;
        return true;
    }

    /// <summary>Queues a call; or returns how long it would wait, where that is known to be too long.</summary>
    public TimeSpan? Enter(BudgetState state, RateLimits limits, Waiter waiter, DateTimeOffset since)
    {
        var rank = BudgetState.Rank(waiter.Priority, since);
        var before = share.Before(rank, first: true) + state.OthersBefore(worker, rank);
        if (state.Now < state.Pause.Until || before >= state.RoomInWindow(limits))
        {
            var start = new Forecast(state, limits).Start(before);
            if (start - since > limits.MaxWait) return start - state.Now;
        }

        waiters.Insert(Sorted.Add(share.Waiting, rank), waiter);
        return null;
    }

    /// <summary>Forgets the waiting calls that were cancelled; false where there are none.</summary>
    public bool RemoveCompleted()
    {
        var count = waiters.Count;
        for (var index = count - 1; index >= 0; index--)
        {
            if (waiters[index].Task.IsCompleted) RemoveAt(index);
        }

        return waiters.Count < count;
    }

    /// <summary>A waiting call is given up; false where it no longer waits.</summary>
    public bool Leave(Waiter waiter)
    {
        var index = waiters.IndexOf(waiter);
        if (index >= 0) RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Gives up every waiting call, and returns them.</summary>
    public IReadOnlyList<Waiter> Clear()
    {
        var all = waiters.ToArray();
        waiters.Clear();
        share.Waiting.Clear();
        return all;
    }

    /// <summary>Hands over the waiting calls that may go now.</summary>
    public void Grant(BudgetState state, RateLimits limits, List<Waiter> granted)
    {
        if (waiters.Count == 0) return;

        var (room, count) = (state.Room(limits), 0);
        while (count < waiters.Count && count + state.OthersBefore(worker, share.Waiting[count]) < room) count++;

        granted.AddRange(waiters[..count]);
        waiters.RemoveRange(0, count);
        share.Waiting.RemoveRange(0, count);
        share.UnderWay += count;
        share.Unsent += count;
    }

    /// <summary>Gives up the waiting calls that have waited for too long, or will have, as the provider wants to be left alone.</summary>
    public void Refuse(BudgetState state, RateLimits limits, List<(Waiter Waiter, TimeSpan RetryAfter)> refused)
    {
        var isPaused = state.Pause.Until != _judgedBy;
        _judgedBy = state.Pause.Until;
        Forecast? forecast = null;
        for (var index = 0; index < waiters.Count; index++)
        {
            var end = Since(index) + limits.MaxWait;
            if (state.Now < end && !isPaused) continue;

            forecast ??= new Forecast(state, limits);
            var start = forecast.Start(index + state.OthersBefore(worker, share.Waiting[index]));
            if (state.Now < end && start <= end) continue;

            refused.Add((waiters[index], start - state.Now));
            RemoveAt(index--);
        }
    }

    /// <summary>When to look again, if nothing happens here before; null where nothing else can change anything.</summary>
    public DateTimeOffset? NextLook(BudgetState state, RateLimits limits)
    {
        if (waiters.Count == 0) return null;

        var next = Since(0) + limits.MaxWait;
        for (var index = 1; index < waiters.Count; index++) next = Earlier(next, Since(index) + limits.MaxWait);
        return Earlier(next, NextGrant(state, limits));
    }

    /// <summary>What becomes of a permitted call.</summary>
    public void Apply(BudgetState state, RateLimits limits, PermitReport report, double jitter)
    {
        var (permit, what, retryAfter, at) = report;
        switch (what)
        {
            case PermitEvent.Sent:
                permit.ArrivesBy = share.Sent(at, limits);
                break;
            case PermitEvent.NotSent:
                share.Unsent--;
                break;
            case PermitEvent.Ended:
                share.UnderWay--;
                break;
            case PermitEvent.Arrived:
                if (permit.ArrivesBy is { } by) share.Arrived(by, at);
                break;
            case PermitEvent.Succeeded:
                state.Pause = state.Pause.Succeeded(permit.GrantedAt);
                break;
            case PermitEvent.Refused:
                state.Pause = state.Pause.Refused(permit.GrantedAt, at, retryAfter, limits.Limit == 0 ? TimeSpan.Zero : limits.Window, jitter);
                break;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private DateTimeOffset Since(int index) => BudgetState.Since(waiters[index].Priority, share.Waiting[index]);

    private DateTimeOffset NextGrant(BudgetState state, RateLimits limits)
    {
        var before = state.OthersBefore(worker, share.Waiting[0]);
        var forecast = new Forecast(state, limits);
        var start = forecast.Start(before);

        // By all that is known it could go: calls under way hold it up, of which others' tell nobody when they
        // end, or another worker's waiter that has not taken its place yet.
        if (start <= state.Now) return state.Workers.Count > 1 ? state.Now + Glance : DateTimeOffset.MaxValue;

        return before == 0 ? start : Earlier(start, forecast.Start(0) + Glance);
    }

    private void RemoveAt(int index)
    {
        waiters.RemoveAt(index);
        share.Waiting.RemoveAt(index);
    }
}

/// <summary>What a permit's owner has reported.</summary>
/// <param name="Permit">The permit.</param>
/// <param name="What">What happened.</param>
/// <param name="RetryAfter">What the provider asked for.</param>
/// <param name="At">When it happened, or a little later, by the budget's clock.</param>
internal readonly record struct PermitReport(Permit Permit, PermitEvent What, TimeSpan? RetryAfter, DateTimeOffset At);

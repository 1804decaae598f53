using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.RateBudget.Shared;

/// <summary>
/// All that a worker has to say and to ask at one moment, to be carried out on the state in one step. It
/// changes a copy of the worker's desk, so that a round whose result is lost can be run again.
/// </summary>
/// <param name="Worker">Id of the worker.</param>
/// <param name="Desk">Its desk after the last round.</param>
/// <param name="Work">What has gathered since.</param>
/// <param name="Jitter">Random numbers from 0 to 1.</param>
internal sealed record BudgetRound(string Worker, BudgetDesk Desk, GatheredWork Work, Func<double> Jitter)
{
    // A third of what the others wait for it.
    private static readonly TimeSpan WaiterRenewal = WorkerShare.WaiterLease / 3;

    /// <summary>Carries it out.</summary>
    /// <param name="state">The state, which it changes.</param>
    /// <param name="now">The time by the state's clock, read after <paramref name="age"/> was.</param>
    /// <param name="limits">The provider's limits.</param>
    /// <param name="age">How long ago something was noted, so that what happened then has its true time, or one a little later.</param>
    public RoundOutcome Run(BudgetState state, DateTimeOffset now, RateLimits limits, Func<long, TimeSpan> age)
    {
        var seen = Desk.Share.Seen;
        var desk = Desk.Copy();
        var outcome = new RoundOutcome(state) { Desk = desk };
        state.Observe(now, limits);
        state.Put(Worker, desk.Share, limits);

        var left = desk.RemoveCompleted();
        foreach (var report in Work.Reports)
            desk.Apply(state, limits, new PermitReport(report.Permit, report.What, report.RetryAfter, state.Now - age(report.Noted)), Jitter());
        foreach (var waiter in Work.Entering) Enter(waiter, outcome, limits, age);
        desk.Grant(state, limits, outcome.Granted);
        desk.Refuse(state, limits, outcome.Refused);

        var renewal = desk.HasWaiters ? WaiterRenewal : limits.CallLease / 4;
        outcome.IsChanged = left || !Work.IsEmpty || outcome.Granted.Count > 0 || outcome.Refused.Count > 0 || state.Now - seen >= renewal;
        outcome.NextLook = NextLook(desk, state, limits, renewal, outcome.IsChanged ? state.Now : seen);

        // What is not written the others have not seen.
        if (!outcome.IsChanged) outcome.Desk = Desk;
        return outcome;
    }

    private static void Enter(Waiter waiter, RoundOutcome outcome, RateLimits limits, Func<long, TimeSpan> age)
    {
        if (waiter.Task.IsCompleted) return;

        var since = outcome.State.Now - age(waiter.Entered);
        if (outcome.Desk.Enter(outcome.State, limits, waiter, since) is { } wait) outcome.Refused.Add((waiter, wait));
    }

    private static TimeSpan? NextLook(BudgetDesk desk, BudgetState state, RateLimits limits, TimeSpan renewal, DateTimeOffset written)
    {
        if (!desk.HasWaiters && desk.Share is { UnderWay: 0, Unsent: 0 }) return null;

        var renew = written + renewal;
        var look = desk.NextLook(state, limits) is { } next && next < renew ? next : renew;
        return look - state.Now;
    }
}

/// <summary>What became of a round.</summary>
internal sealed class RoundOutcome(BudgetState state)
{
    /// <summary>The state after it.</summary>
    public BudgetState State => state;

    /// <summary>The worker's desk after it.</summary>
    public required BudgetDesk Desk { get; set; }

    /// <summary>Calls that may go.</summary>
    public List<Waiter> Granted { get; } = [];

    /// <summary>Calls that are refused, and after what time to ask again.</summary>
    public List<(Waiter Waiter, TimeSpan RetryAfter)> Refused { get; } = [];

    /// <summary>Whether the others must know. If not, the state need not be kept.</summary>
    public bool IsChanged { get; set; }

    /// <summary>After what time to look again if nothing happens before; null if there is nothing to look for.</summary>
    public TimeSpan? NextLook { get; set; }
}

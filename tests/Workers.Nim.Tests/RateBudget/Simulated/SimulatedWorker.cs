using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.Shared;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

/// <summary>A worker that asks, calls and reports as it is told, and may die at any moment.</summary>
internal sealed class SimulatedWorker(Simulation simulation, string id) : IPermitReports
{
    private readonly List<Waiter> _waiting = [];
    private BudgetDesk _desk = new(id);
    private GatheredWork _gathered = new();
    private int _look;

    /// <summary>How its calls go.</summary>
    public Func<SimulatedCall> Call { get; set; } = () => new SimulatedCall { Departure = TimeSpan.Zero, Thinking = TimeSpan.Zero };

    /// <summary>Is told of each grant, with the state that it was made on.</summary>
    public Action<Waiter, BudgetState, string> Granted { get; set; } = (_, _, _) => { };

    /// <summary>Is told of each refusal.</summary>
    public Action<Waiter, TimeSpan> Refused { get; set; } = (_, _) => { };

    public bool IsDead { get; private set; }

    /// <summary>Calls that are truly under way.</summary>
    public int UnderWay { get; private set; }

    public IReadOnlyList<Waiter> Waiting => _waiting;

    public Waiter Ask(CallPriority priority)
    {
        var waiter = new Waiter(priority, simulation.Now.Ticks);
        _waiting.Add(waiter);
        _gathered.Entering.Add(waiter);
        LookSoon();
        return waiter;
    }

    public void Cancel(Waiter waiter)
    {
        waiter.TrySetCanceled();
        _waiting.Remove(waiter);
        LookSoon();
    }

    /// <summary>What has left still arrives; nothing else happens any more.</summary>
    public void Die() => IsDead = true;

    public void Report(Permit permit, PermitEvent what, TimeSpan? retryAfter)
    {
        _gathered.Reports.Add(new NotedEvent(permit, what, retryAfter, simulation.Now.Ticks));
        LookSoon();
    }

    private void LookSoon() => simulation.In(simulation.UpTo(simulation.Lateness), Look);

    private void Look()
    {
        if (IsDead) return;

        var work = _gathered;
        if (simulation.Exchange(new BudgetRound(id, _desk, work, simulation.Jitter)) is not { } outcome)
        {
            // It tries again, with all that has not been heard.
            LookSoon();
            return;
        }

        _gathered = new GatheredWork();
        _desk = outcome.Desk;
        foreach (var (waiter, retryAfter) in outcome.Refused)
        {
            _waiting.Remove(waiter);
            Refused(waiter, retryAfter);
        }

        foreach (var waiter in outcome.Granted)
        {
            _waiting.Remove(waiter);
            Granted(waiter, outcome.State, id);
            Begin(new Permit(this, outcome.State.Now), Call());
        }

        var look = ++_look;
        if (outcome.NextLook is { } next) simulation.In(next + simulation.UpTo(simulation.Lateness), () => LookIf(look));
    }

    private void LookIf(int look)
    {
        if (look == _look) Look();
    }

    private void Begin(Permit permit, SimulatedCall call)
    {
        UnderWay++;
        if (call.Departure is not { } departure)
        {
            Later(call.Writing, permit.NotSent);
            Later(call.Writing, () => End(permit));
            return;
        }

        Later(departure, () => Depart(permit, call));
    }

    private void Depart(Permit permit, SimulatedCall call)
    {
        simulation.In(call.Way, simulation.Arrive);
        Later(call.Writing, permit.Sent);
        var answered = (call.Way > call.Writing ? call.Way : call.Writing) + (call.Thinking ?? TimeSpan.Zero);
        if (call.Thinking is not null) Later(answered, () => Answer(permit, call));
        Later(answered + call.Answer, () => End(permit));
    }

    private static void Answer(Permit permit, SimulatedCall call)
    {
        if (call.Refused) permit.Refused(call.RetryAfter);
        else permit.Succeeded();
    }

    private void End(Permit permit)
    {
        UnderWay--;
        permit.Dispose();
    }

    private void Later(TimeSpan time, Action action) => simulation.In(time, () =>
    {
        if (!IsDead) action();
    });
}

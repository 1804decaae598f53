using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.State;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

/// <summary>A minute of anything that can happen, with limits of any kind.</summary>
internal sealed class RandomRun
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Random _random;
    private readonly double _eagerness;
    private readonly double _refusals;
    private Action<Waiter, BudgetState, string> _onGrant = (_, _, _) => { };
    private Action<Waiter, TimeSpan> _onRefusal = (_, _) => { };

    public RandomRun(Random random)
    {
        _random = random;
        (_eagerness, _refusals) = (random.Next(1, 100) / 10.0, random.Next(3) == 0 ? 0.02 : 0);
        Limits = new RateLimits(
            random.Next(5) == 0 ? 0 : random.Next(1, 20),
            TimeSpan.FromMilliseconds(random.Next(500, 10_000)),
            random.Next(2) == 0 ? 0 : random.Next(1, 8),
            TimeSpan.FromSeconds(random.Next(1, 60)))
        {
            // What left before its worker died arrives within the lease.
            CallLease = TimeSpan.FromSeconds(random.Next(14, 25)),
        };
        Simulation = new Simulation(random, Limits) { LostRounds = random.Next(3) == 0 ? 0.05 : 0 };
    }

    public RateLimits Limits { get; }

    public Simulation Simulation { get; }

    public IEnumerable<SimulatedWorker> Living => Simulation.Workers.Where(worker => !worker.IsDead);

    public void OnGrant(Action<Waiter, BudgetState, string> note) => _onGrant = note;

    public void OnRefusal(Action<Waiter, TimeSpan> note) => _onRefusal = note;

    /// <summary>Does something again and again, at random moments that far apart on the average.</summary>
    public void Sometimes(TimeSpan interval, Action action) => Simulation.In(interval * 2 * _random.NextDouble(), () =>
    {
        if (Simulation.Now > Length) return;

        action();
        Sometimes(interval, action);
    });

    public void Play()
    {
        for (var workers = _random.Next(1, 5); workers > 0; workers--) AddWorker();
        Sometimes(Second / _eagerness, () => Any().Ask(Simulation.Chance(0.6) ? CallPriority.Interactive : CallPriority.Background));
        Sometimes(2 * Second, CancelOne);
        Sometimes(15 * Second, ReplaceOne);
        Simulation.Run(Length);
    }

    private SimulatedWorker Any() => Living.ElementAt(_random.Next(Living.Count()));

    private void AddWorker()
    {
        var worker = Simulation.AddWorker();
        worker.Call = NewCall;
        worker.Granted = (waiter, state, id) => _onGrant(waiter, state, id);
        worker.Refused = (waiter, retryAfter) => _onRefusal(waiter, retryAfter);
    }

    private void ReplaceOne()
    {
        Any().Die();
        AddWorker();
    }

    private void CancelOne()
    {
        var worker = Any();
        if (worker.Waiting.Count > 0) worker.Cancel(worker.Waiting[_random.Next(worker.Waiting.Count)]);
    }

    private SimulatedCall NewCall()
    {
        // Connecting may take ten seconds, and so may writing.
        var writing = Simulation.UpTo(Simulation.Chance(0.1) ? 10 * Second : Second / 10);
        return new SimulatedCall
        {
            Departure = Simulation.Chance(0.1) ? null : Simulation.UpTo(Simulation.Chance(0.1) ? 10 * Second : Second / 10),
            Writing = writing,
            Way = _random.NextDouble() * (writing + Limits.Transit),
            Thinking = Simulation.Chance(0.1) ? null : Simulation.UpTo(4 * Second),
            Refused = Simulation.Chance(_refusals),
            RetryAfter = Simulation.Chance(0.5) ? Simulation.UpTo(3 * Second) : null,
            Answer = Simulation.UpTo(8 * Second),
        };
    }
}

using FsCheck;
using FsCheck.Fluent;
using Pipeline.TestKit;
using Pipeline.TestKit.RateLimits;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.State;
using Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

/// <summary>
/// Any number of workers, who ask, call, report late, cancel and die in any order, whose rounds are lost, and a
/// provider that refuses: simulated, thousands of calls for each case.
/// </summary>
public sealed class BudgetProperties
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void No_window_sees_more_than_the_limit() => ForAnyRun(run =>
    {
        run.Play();

        return run.Limits.Limit == 0 || RollingWindow.Most(run.Simulation.Arrivals, run.Limits.Window) <= run.Limits.Limit;
    });

    [Fact]
    public void No_window_sees_more_than_the_limit_although_the_clock_is_set_back() => ForAnyRun(run =>
    {
        run.Sometimes(5 * Second, () => run.Simulation.ClockError -= run.Simulation.UpTo(20 * Second));
        run.Play();

        return run.Limits.Limit == 0 || RollingWindow.Most(run.Simulation.Arrivals, run.Limits.Window) <= run.Limits.Limit;
    });

    [Fact]
    public void Never_more_calls_are_under_way_than_allowed() => ForAnyRun(run =>
    {
        var most = 0;
        run.OnGrant((_, _, _) => most = Math.Max(most, 1 + run.Living.Sum(worker => worker.UnderWay)));
        run.Play();

        return run.Limits.MaxConcurrency == 0 || most <= run.Limits.MaxConcurrency;
    });

    [Fact]
    public void Who_goes_leaves_room_for_all_who_come_before() => ForAnyRun(run =>
    {
        var kept = true;
        run.OnGrant((waiter, state, worker) =>
        {
            // Ages are measured up to a lateness too short.
            var since = state.Now - (run.Simulation.Now - TimeSpan.FromTicks(waiter.Entered)) - run.Simulation.Lateness;
            kept &= state.OthersBefore(worker, BudgetState.Rank(waiter.Priority, since)) <= state.Room(run.Limits);
        });
        run.Play();

        return kept;
    });

    [Fact]
    public void Every_call_goes_or_is_told_when_to_come_again() => ForAnyRun(run =>
    {
        var longest = TimeSpan.Zero;
        void Note(Waiter waiter) => longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, run.Simulation.Now.Ticks - waiter.Entered));
        run.OnGrant((waiter, _, _) => Note(waiter));
        run.OnRefusal((waiter, _) => Note(waiter));
        run.Play();
        run.Simulation.Run(run.Limits.MaxWait + Second);

        return run.Living.All(worker => worker.Waiting.Count == 0) && longest <= run.Limits.MaxWait + Second;
    });

    [Fact]
    public void Under_load_at_least_95_percent_of_the_limit_is_used() => ForAny(random =>
    {
        var limits = new RateLimits(random.Next(2, 60), TimeSpan.FromSeconds(random.Next(2, 8)), 0, TimeSpan.FromHours(1));
        var simulation = new Simulation(random, limits);
        for (var workers = random.Next(1, 5); workers > 0; workers--) Saturate(simulation.AddWorker(), simulation);
        simulation.Run(10 * limits.Window);

        return RollingWindow.Most(simulation.Arrivals, limits.Window) <= limits.Limit && RollingWindow.Used(simulation.Arrivals, limits.Limit, limits.Window) >= 0.95;
    });

    private static void Saturate(SimulatedWorker worker, Simulation simulation)
    {
        var thinking = simulation.UpTo(5 * Second);
        worker.Call = () => new SimulatedCall
        {
            Departure = simulation.UpTo(Second / 500),
            Writing = simulation.UpTo(Second / 500),
            Way = simulation.UpTo(Second / 100),
            Thinking = thinking,
        };
        worker.Granted = (_, _, _) => worker.Ask(CallPriority.Interactive);
        for (var waiting = 0; waiting < 2 * simulation.Limits.Limit; waiting++)
            worker.Ask(simulation.Chance(0.5) ? CallPriority.Interactive : CallPriority.Background);
    }

    private static void ForAnyRun(Func<RandomRun, bool> holds) => ForAny(random => holds(new RandomRun(random)));

    private static void ForAny(Func<Random, bool> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Thoroughness.Cases(30)),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new Random(seed))));
}

using Pipeline.TestKit.RateLimits;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

/// <summary>What workers that share a budget may rely on, in simulated time.</summary>
public sealed class BudgetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly RateLimits OneCallAtATime = new(0, Second, 1, TimeSpan.FromMinutes(5));
    private static readonly SimulatedCall Endless = new() { Departure = TimeSpan.Zero, Answer = TimeSpan.FromDays(1) };

    private readonly List<(string Call, TimeSpan At)> _granted = [];
    private readonly List<(string Call, TimeSpan At, TimeSpan RetryAfter)> _refused = [];

    [Fact]
    public void Interactive_calls_go_before_background_calls_of_any_worker()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime, Taking(Second));
        Ask(one, "running", CallPriority.Interactive);
        simulation.In(Second / 10, () => Ask(one, "first title", CallPriority.Background));
        simulation.In(Second / 5, () => Ask(other, "second title", CallPriority.Background));
        simulation.In(Second / 2, () => Ask(other, "question", CallPriority.Interactive));
        simulation.Run(20 * Second);

        Assert.Equal(["running", "question", "first title", "second title"], _granted.Select(call => call.Call));
    }

    [Fact]
    public void A_background_call_waits_for_interactive_ones_of_ten_seconds_and_then_goes()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime, Taking(Second));
        for (var second = 0; second < 40; second++) simulation.In(second * Second * 0.9, () => Ask(one, "question", CallPriority.Interactive));
        simulation.In(Second / 2, () => Ask(other, "title", CallPriority.Background));
        simulation.Run(60 * Second);

        var title = _granted.Single(call => call.Call == "title").At;
        Assert.InRange(title, 10 * Second, 14 * Second);
    }

    [Fact]
    public void The_calls_of_a_dead_worker_are_given_back_when_its_lease_ends()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime, Endless);
        Ask(one, "lost", CallPriority.Interactive);
        simulation.In(3 * Second, one.Die);
        simulation.In(4 * Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(30 * Second);

        Assert.InRange(_granted.Single(call => call.Call == "next").At, 20 * Second, 24 * Second);
    }

    [Fact]
    public void The_calls_of_a_living_worker_are_not_given_back_however_long_they_take()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime, Endless);
        Ask(one, "long", CallPriority.Interactive);
        simulation.In(Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(200 * Second);

        Assert.Equal(["long"], _granted.Select(call => call.Call));
    }

    [Fact]
    public void A_dead_worker_that_may_have_called_to_the_end_of_its_lease_counts_for_a_window_more()
    {
        var limits = new RateLimits(1, 10 * Second, 0, TimeSpan.FromMinutes(5));
        var (simulation, one, other) = TwoWorkers(limits, new SimulatedCall { Departure = 5 * Second, Writing = 20 * Second, Way = 20 * Second });
        Ask(one, "lost", CallPriority.Interactive);
        simulation.In(6 * Second, one.Die);
        simulation.In(7 * Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(60 * Second);

        Assert.Equal(1, RollingWindow.Most(simulation.Arrivals, limits.Window));
        Assert.InRange(_granted.Single(call => call.Call == "next").At, 30 * Second, 37 * Second);
    }

    [Fact]
    public void Waiting_calls_of_a_dead_worker_hold_up_nobody_for_long()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime, Taking(2 * Second));
        Ask(other, "running", CallPriority.Interactive);
        simulation.In(Second / 2, () => Ask(one, "lost", CallPriority.Interactive));
        simulation.In(Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.In(3 * Second / 2, one.Die);
        simulation.Run(30 * Second);

        Assert.InRange(_granted.Single(call => call.Call == "next").At, 2 * Second, 5 * Second);
    }

    [Fact]
    public void A_call_that_never_left_gives_its_place_back_at_once()
    {
        var (simulation, one, other) = TwoWorkers(new RateLimits(1, 60 * Second, 0, 90 * Second), new SimulatedCall { Departure = null, Writing = Second });
        Ask(one, "never left", CallPriority.Interactive);
        simulation.In(Second / 2, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(2 * Second);

        Assert.Equal(["never left", "next"], _granted.Select(call => call.Call));
    }

    [Fact]
    public void An_answer_proves_the_arrival_and_gives_the_place_back_sooner()
    {
        var limits = new RateLimits(1, 60 * Second, 0, 90 * Second);
        var (simulation, one, _) = TwoWorkers(limits, new SimulatedCall { Departure = TimeSpan.Zero, Thinking = TimeSpan.Zero });
        Ask(one, "first", CallPriority.Interactive);
        Ask(one, "second", CallPriority.Interactive);
        simulation.Run(90 * Second);

        Assert.Equal(limits.Hold, _granted[1].At);
    }

    [Fact]
    public void Where_the_wait_is_known_to_be_too_long_the_refusal_comes_at_once_and_its_time_is_true()
    {
        var limits = new RateLimits(2, 60 * Second, 0, 70 * Second);
        var (simulation, one, other) = TwoWorkers(limits, Taking(Second));
        foreach (var call in new[] { "1", "2", "3", "4" }) Ask(one, call, CallPriority.Interactive);
        simulation.In(10 * Second, () => Ask(other, "5", CallPriority.Interactive));
        simulation.Run(100 * Second);

        Assert.Equal(["1", "2", "3", "4"], _granted.Select(call => call.Call));
        var refusal = Assert.Single(_refused);
        Assert.Equal(10 * Second, refusal.At);

        // In two windows the places of the first two have been taken and given back twice.
        Assert.InRange(refusal.At + refusal.RetryAfter, 120 * Second, 122 * Second);
    }

    [Fact]
    public void Where_nobody_knows_how_long_the_wait_is_it_ends_in_time()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime with { MaxWait = 5 * Second }, Endless);
        Ask(one, "long", CallPriority.Interactive);
        simulation.In(Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(20 * Second);

        var (call, at, retryAfter) = Assert.Single(_refused);
        Assert.Equal(("next", 6 * Second), (call, at));
        Assert.Equal(TimeSpan.Zero, retryAfter);
    }

    [Fact]
    public void A_refusal_by_the_provider_pauses_every_worker_for_as_long_as_it_says()
    {
        var (simulation, one, other) = TwoWorkers(new RateLimits(40, 60 * Second, 5, 50 * Second), Refused(7 * Second));
        Ask(one, "refused", CallPriority.Interactive);
        simulation.In(Second, () => Ask(other, "next", CallPriority.Interactive));
        simulation.Run(30 * Second);

        Assert.Equal(("next", 7 * Second), _granted[1]);
    }

    [Fact]
    public void Who_waits_is_told_at_once_when_a_pause_makes_the_wait_too_long()
    {
        var (simulation, one, other) = TwoWorkers(OneCallAtATime with { MaxWait = 30 * Second }, Refused(100 * Second) with { Thinking = 5 * Second });
        Ask(one, "refused", CallPriority.Interactive);
        simulation.In(Second, () => Ask(one, "waits here", CallPriority.Interactive));
        simulation.In(Second, () => Ask(other, "waits elsewhere", CallPriority.Interactive));
        simulation.Run(30 * Second);

        Assert.Equal(["waits here", "waits elsewhere"], _refused.Select(call => call.Call));
        Assert.All(_refused, call => Assert.InRange(call.At, 5 * Second, 6 * Second));
        Assert.All(_refused, call => Assert.Equal(105 * Second, call.At + call.RetryAfter));
    }

    [Fact]
    public void A_raised_limit_counts_at_once_and_so_does_a_lowered_one()
    {
        var (simulation, one, _) = TwoWorkers(new RateLimits(1, 60 * Second, 0, 300 * Second), Taking(Second));
        foreach (var call in new[] { "1", "2", "3", "4", "5" }) Ask(one, call, CallPriority.Interactive);
        simulation.In(10 * Second, () => simulation.Limits = simulation.Limits with { Limit = 3 });
        simulation.In(20 * Second, () => simulation.Limits = simulation.Limits with { Limit = 2 });
        simulation.Run(50 * Second);
        Assert.Equal(["1", "2", "3"], _granted.Select(call => call.Call));

        simulation.Run(15 * Second);
        Assert.Equal(["1", "2", "3"], _granted.Select(call => call.Call));

        simulation.Run(10 * Second);
        Assert.Equal(["1", "2", "3", "4", "5"], _granted.Select(call => call.Call));
    }

    private static SimulatedCall Taking(TimeSpan time) => new() { Departure = TimeSpan.Zero, Thinking = TimeSpan.Zero, Answer = time };

    private static SimulatedCall Refused(TimeSpan retryAfter) =>
        new() { Departure = TimeSpan.Zero, Thinking = TimeSpan.Zero, Refused = true, RetryAfter = retryAfter };

    private (Simulation Simulation, SimulatedWorker One, SimulatedWorker Other) TwoWorkers(RateLimits limits, SimulatedCall call)
    {
        var simulation = new Simulation(new Random(0), limits) { Lateness = TimeSpan.Zero };
        foreach (var worker in new[] { simulation.AddWorker(), simulation.AddWorker() })
        {
            worker.Call = () => call;
            worker.Granted = (waiter, _, _) => _granted.Add((Name(waiter), simulation.Now));
            worker.Refused = (waiter, retryAfter) => _refused.Add((Name(waiter), simulation.Now, retryAfter));
        }

        return (simulation, simulation.Workers[0], simulation.Workers[1]);
    }

    private readonly Dictionary<Waiter, string> _names = [];

    private string Name(Waiter waiter) => _names[waiter];

    private void Ask(SimulatedWorker worker, string call, CallPriority priority) => _names.Add(worker.Ask(priority), call);
}

using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.RateBudget.Shared;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

/// <summary>
/// Workers, a document and a provider in one thread and a time of their own: everything happens at its moment,
/// in order, and nothing takes longer than told.
/// </summary>
internal sealed class Simulation(Random random, RateLimits limits)
{
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _agenda = new();
    private readonly List<TimeSpan> _arrivals = [];
    private byte[]? _document;
    private int _order;

    public RateLimits Limits { get; set; } = limits;

    /// <summary>True time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How far the document's clock is off.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>How often a round's change is lost, or kept without anybody hearing of it.</summary>
    public double LostRounds { get; init; }

    /// <summary>How late a worker looks, and how long it waits for its turn at the document.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMilliseconds(5);

    public List<SimulatedWorker> Workers { get; } = [];

    /// <summary>When requests arrived at the provider, in order.</summary>
    public IReadOnlyList<TimeSpan> Arrivals => [.. _arrivals.Order()];

    public SimulatedWorker AddWorker()
    {
        var worker = new SimulatedWorker(this, $"worker{Workers.Count}");
        Workers.Add(worker);
        return worker;
    }

    public void In(TimeSpan time, Action action) => _agenda.Enqueue(action, (Now + time, _order++));

    public void Run(TimeSpan time)
    {
        var end = Now + time;
        while (_agenda.TryPeek(out var action, out var next) && next.At <= end)
        {
            _agenda.Dequeue();
            Now = next.At;
            action();
        }

        Now = end;
    }

    /// <summary>A time up to that long, more often short than long.</summary>
    public TimeSpan UpTo(TimeSpan longest) => longest * Math.Pow(random.NextDouble(), 2);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public void Arrive() => _arrivals.Add(Now);

    /// <summary>A round of a worker on the document; null where the worker hears nothing of it.</summary>
    public RoundOutcome? Exchange(BudgetRound round)
    {
        var wait = UpTo(Lateness);
        var state = BudgetDocument.Read(_document)!;
        var outcome = round.Run(state, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1) + Now + ClockError, Limits, noted => Age(noted, wait));
        var (isKept, isHeard) = Chance(LostRounds) ? (Chance(0.5), false) : (true, true);
        if (outcome.IsChanged && isKept) _document = BudgetDocument.Write(state);
        return isHeard ? outcome : null;
    }

    public double Jitter() => random.NextDouble();

    // Measured before the wait for the document, and so too short.
    private TimeSpan Age(long noted, TimeSpan wait) => TimeSpan.FromTicks(Math.Max(0, (Now - wait).Ticks - noted));
}

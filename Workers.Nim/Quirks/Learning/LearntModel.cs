using System.Collections.Immutable;
using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Quirks.Complaints;

namespace Pipeline.Workers.Nim.Quirks.Learning;

/// <summary>What a model's refusals have taught, each fact with its time.</summary>
internal sealed record LearntModel
{
    /// <summary>
    /// How long a quirk is believed: 7 days. Relearning it costs one refused call; keeping it for ever would
    /// cost the parameter, long after the provider has learnt to take it.
    /// </summary>
    public static readonly TimeSpan QuirkLife = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a limit is believed: 1 day. Limits change with each new deployment, and one that is too low
    /// is never contradicted by the upstream, but shortens every answer.
    /// </summary>
    public static readonly TimeSpan LimitLife = TimeSpan.FromDays(1);

    /// <summary>Nothing yet.</summary>
    public static LearntModel Nothing { get; } = new();

    /// <summary>When each quirk was seen last.</summary>
    public ImmutableDictionary<Quirk, DateTimeOffset> Quirks { get; init; } = ImmutableDictionary<Quirk, DateTimeOffset>.Empty;

    /// <summary>Tokens of prompt and answer together.</summary>
    public LearntLimit? ContextWindow { get; init; }

    /// <summary>Tokens of one answer.</summary>
    public LearntLimit? OutputLimit { get; init; }

    /// <summary>Takes in what a complaint teaches; the same instance where it teaches nothing.</summary>
    public LearntModel With(Complaint complaint, DateTimeOffset now) => complaint switch
    {
        QuirksFound found => this with { Quirks = Quirks.SetItems(found.Quirks.Select(quirk => KeyValuePair.Create(quirk, now))) },
        ContextWindowFound found => this with { ContextWindow = new LearntLimit(found.Window, now) },
        ContextOverflow { Window: { } window } => this with { ContextWindow = new LearntLimit(window, now) },
        OutputLimitFound found => this with { OutputLimit = new LearntLimit(found.Limit, now) },
        _ => this,
    };

    /// <summary>The newer of each fact.</summary>
    public LearntModel Merge(LearntModel other) => new()
    {
        Quirks = Quirks.SetItems(other.Quirks.Where(quirk => quirk.Value > Quirks.GetValueOrDefault(quirk.Key))),
        ContextWindow = LearntLimit.Newer(ContextWindow, other.ContextWindow),
        OutputLimit = LearntLimit.Newer(OutputLimit, other.OutputLimit),
    };

    /// <summary>What is still believed at a time.</summary>
    public LearntModel At(DateTimeOffset now) => new()
    {
        Quirks = Quirks.RemoveRange(Quirks.Where(quirk => quirk.Value + QuirkLife <= now).Select(quirk => quirk.Key)),
        ContextWindow = ContextWindow?.At(now),
        OutputLimit = OutputLimit?.At(now),
    };

    /// <summary>
    /// A model with what was learnt of it: quirks in addition, and limits in the place of those from lists and
    /// settings, as they are the upstream's own words.
    /// </summary>
    public TargetModel ApplyTo(TargetModel target) => target with
    {
        Quirks = Quirks.IsEmpty ? target.Quirks : target.Quirks.Union(Quirks.Keys).ToHashSet(),
        ContextWindow = ContextWindow?.Tokens ?? target.ContextWindow,
        OutputLimit = OutputLimit?.Tokens ?? target.OutputLimit,
    };
}

/// <summary>A number of tokens that an upstream told.</summary>
/// <param name="Tokens">The number.</param>
/// <param name="LearntAt">When it did.</param>
internal sealed record LearntLimit(int Tokens, DateTimeOffset LearntAt)
{
    public static LearntLimit? Newer(LearntLimit? first, LearntLimit? second) =>
        first is null || second?.LearntAt > first.LearntAt ? second : first;

    public LearntLimit? At(DateTimeOffset now) => LearntAt + LearntModel.LimitLife > now ? this : null;
}

namespace Pipeline.Workers.Nim.RateBudget.State;

/// <summary>How long a provider is left alone after it has refused a call (429): as long as it says, else with exponential backoff.</summary>
/// <param name="Until">No call is granted before.</param>
/// <param name="Refusals">Refusals in a row.</param>
/// <param name="RefusedAt">When it refused last.</param>
internal sealed record ProviderPause(DateTimeOffset Until, int Refusals, DateTimeOffset RefusedAt)
{
    private const int MostDoublings = 20;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(60);

    // A longer one is asked about each day.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    public static ProviderPause None { get; } = new(DateTimeOffset.MinValue, 0, DateTimeOffset.MinValue);

    /// <summary>After a refusal.</summary>
    /// <param name="grantedAt">When the call was granted. Calls from before the last refusal tell nothing new: they do not double the backoff.</param>
    /// <param name="at">When it was refused.</param>
    /// <param name="retryAfter">What the provider asked for; null, or nothing, where it did not.</param>
    /// <param name="window">The provider's window, which no backoff need exceed; zero where it has none.</param>
    /// <param name="jitter">Random, from 0 to 1, so that what was refused together does not come back together.</param>
    public ProviderPause Refused(DateTimeOffset grantedAt, DateTimeOffset at, TimeSpan? retryAfter, TimeSpan window, double jitter)
    {
        var refusals = grantedAt > RefusedAt || Refusals == 0 ? Math.Min(Refusals + 1, MostDoublings) : Refusals;
        var pause = retryAfter > TimeSpan.Zero ? Min(retryAfter.Value, LongestRetryAfter) : Backoff(refusals, window, jitter);
        return new ProviderPause(Later(Until, at + pause), refusals, Later(RefusedAt, at));
    }

    /// <summary>After a call was taken: it ends the row of refusals if it was granted after the last of them.</summary>
    public ProviderPause Succeeded(DateTimeOffset grantedAt) => Refusals > 0 && grantedAt > RefusedAt ? this with { Refusals = 0 } : this;

    /// <summary>What two workers know together that could not ask each other.</summary>
    public ProviderPause With(ProviderPause other) => Until >= other.Until ? this : other;

    /// <summary>The clock has been set back.</summary>
    public ProviderPause Shift(TimeSpan by) => Refusals == 0 && Until == DateTimeOffset.MinValue ? this : this with { Until = Until + by, RefusedAt = RefusedAt + by };

    private static TimeSpan Backoff(int refusals, TimeSpan window, double jitter)
    {
        var longest = window > TimeSpan.Zero ? window : LongestBackoff;
        return Min(FirstBackoff * Math.Pow(2, refusals - 1), longest) * (0.5 + (jitter / 2));
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

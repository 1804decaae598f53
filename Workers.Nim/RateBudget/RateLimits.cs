namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>What a provider lets all workers together do, and what its callers bear.</summary>
/// <param name="Limit">Calls that may arrive at the provider in any <paramref name="Window"/>; 0 for any number.</param>
/// <param name="Window">Length of the rolling window.</param>
/// <param name="MaxConcurrency">Calls under way at once; 0 for any number.</param>
/// <param name="MaxWait">How long a call waits for its turn at most, before it is refused.</param>
internal sealed record RateLimits(int Limit, TimeSpan Window, int MaxConcurrency, TimeSpan MaxWait)
{
    /// <summary>How long the calls of a worker count that gives no sign of life. Default 20 s.</summary>
    public TimeSpan CallLease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Nothing is counted; a provider's own refusals still pause its calls.</summary>
    public bool AreOpen => Limit == 0 && MaxConcurrency == 0;

    /// <summary>
    /// How long an arrival keeps its place: the window, and a thousandth of it, as the provider's clock may run
    /// slower than ours (NTP corrects by 500 millionths at most).
    /// </summary>
    public TimeSpan Hold => Window * 1.001;

    /// <summary>
    /// How long a request that has been written may be on its way until the provider counts it, unless an answer
    /// proves its arrival before: it may lie in the system's buffers, and in those of a busy provider. As long as
    /// 95 % of the limit can still be used where no answer comes in that time: 2.4 s in a minute.
    /// </summary>
    public TimeSpan Transit => Window * 0.04;
}

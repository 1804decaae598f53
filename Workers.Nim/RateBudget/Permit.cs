namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>
/// The right to call a provider once. What becomes of the call is told to the budget: each method may be
/// called from any thread and more than once, costs next to nothing and never throws.
/// </summary>
internal sealed class Permit(IPermitReports reports, DateTimeOffset grantedAt) : IDisposable
{
    private int _departed;
    private int _arrived;
    private int _answered;
    private int _ended;

    /// <summary>When it was granted, by the budget's clock.</summary>
    public DateTimeOffset GrantedAt { get; } = grantedAt;

    /// <summary>By when the request has arrived, by the budget's clock; set and read by the budget alone.</summary>
    public DateTimeOffset? ArrivesBy { get; set; }

    /// <summary>The request's body has been written and flushed: until then it may lie in a buffer of the client.</summary>
    public void Sent()
    {
        if (Interlocked.Exchange(ref _departed, 1) == 0) reports.Report(this, PermitEvent.Sent, null);
    }

    /// <summary>
    /// Not a byte of the request has left, nor will: for instance no connection came about. Its place in the
    /// window is free again. Without this word a permit that ends counts as a call.
    /// </summary>
    public void NotSent()
    {
        if (Interlocked.Exchange(ref _departed, 1) == 0) reports.Report(this, PermitEvent.NotSent, null);
    }

    /// <summary>The head of the response is there, and so the request has arrived.</summary>
    public void Arrived()
    {
        Sent();
        if (Interlocked.Exchange(ref _arrived, 1) == 0) reports.Report(this, PermitEvent.Arrived, null);
    }

    /// <summary>The provider has begun to answer: it takes calls.</summary>
    public void Succeeded() => Answer(PermitEvent.Succeeded, null);

    /// <summary>The provider has refused the call with 429: nobody calls it for that time, or for a growing one.</summary>
    /// <param name="retryAfter">What the provider asked for; null where it did not say.</param>
    public void Refused(TimeSpan? retryAfter) => Answer(PermitEvent.Refused, retryAfter);

    /// <summary>The call is over.</summary>
    public void Dispose()
    {
        Sent();
        if (Interlocked.Exchange(ref _ended, 1) == 0) reports.Report(this, PermitEvent.Ended, null);
    }

    private void Answer(PermitEvent answer, TimeSpan? retryAfter)
    {
        Arrived();
        if (Interlocked.Exchange(ref _answered, 1) == 0) reports.Report(this, answer, retryAfter);
    }
}

/// <summary>What becomes of a permitted call.</summary>
internal enum PermitEvent
{
    /// <summary>The request has been written.</summary>
    Sent,

    /// <summary>It never leaves.</summary>
    NotSent,

    /// <summary>The provider has it.</summary>
    Arrived,

    /// <summary>The provider has begun to answer.</summary>
    Succeeded,

    /// <summary>The provider has refused it for its rate.</summary>
    Refused,

    /// <summary>It is no longer under way.</summary>
    Ended,
}

/// <summary>Is told what becomes of permitted calls.</summary>
internal interface IPermitReports
{
    /// <summary>Notes an event, at once and without fail.</summary>
    void Report(Permit permit, PermitEvent what, TimeSpan? retryAfter);
}

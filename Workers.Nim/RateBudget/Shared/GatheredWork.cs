namespace Pipeline.Workers.Nim.RateBudget.Shared;

/// <summary>What happened at a worker since its last round.</summary>
internal sealed class GatheredWork
{
    /// <summary>Calls that came.</summary>
    public List<Waiter> Entering { get; } = [];

    /// <summary>What became of calls, in order.</summary>
    public List<NotedEvent> Reports { get; } = [];

    public bool IsEmpty => Entering.Count == 0 && Reports.Count == 0;
}

/// <summary>An event of a permitted call, with the worker's own timestamp.</summary>
internal readonly record struct NotedEvent(Permit Permit, PermitEvent What, TimeSpan? RetryAfter, long Noted);

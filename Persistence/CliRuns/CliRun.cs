namespace Pipeline.Persistence.CliRuns;

/// <summary>
/// One run of Claude Code and the lease under which its worker runs it. Whoever adds it first has the run; it stays after the end, so
/// that no late message runs it again. Changed in transactions alone, by its worker, by the tree's saga, and by
/// whoever sweeps leases; once <see cref="EndedAt"/> is set nobody else may end it.
/// </summary>
public sealed class CliRun
{
    /// <summary>The run; the key.</summary>
    public Guid Id { get; set; }

    /// <summary>The tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node.</summary>
    public Guid NodeId { get; set; }

    /// <summary>The worker's instance; null where it was stopped before a worker had it.</summary>
    public string? Owner { get; set; }

    /// <summary>When the lease is over unless the worker renews it.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Whether a person wants it stopped; its worker looks at this with each renewal.</summary>
    public bool StopRequested { get; set; }

    /// <summary>The session, once it is named.</summary>
    public string? SessionId { get; set; }

    /// <summary>When it began, or was stopped before it could.</summary>
    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>When it ended or its lease was found to be over; null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

namespace Pipeline.Workers.Nim.Tests.RateBudget.Simulated;

/// <summary>How long the steps of a simulated call take, and which of them there are.</summary>
internal sealed record SimulatedCall
{
    /// <summary>From the grant until the first byte leaves; null where none ever does.</summary>
    public TimeSpan? Departure { get; init; }

    /// <summary>From then until the body is written.</summary>
    public TimeSpan Writing { get; init; }

    /// <summary>From the departure until the request arrives: at the latest the longest way after it was written.</summary>
    public TimeSpan Way { get; init; }

    /// <summary>From the arrival, or the end of writing if that is later, until the answer begins; null where it never does.</summary>
    public TimeSpan? Thinking { get; init; }

    /// <summary>Whether the answer is a 429.</summary>
    public bool Refused { get; init; }

    /// <summary>What the 429 asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>From the beginning of the answer, or from when it should have begun, until the call is over.</summary>
    public TimeSpan Answer { get; init; }
}

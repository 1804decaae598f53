namespace Pipeline.Persistence.RequestLog;

/// <summary>Which requests to read.</summary>
public sealed record RequestQuery
{
    /// <summary>The earliest time of the range; part of it. Default: the beginning.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The end of the range; not part of it. Default: open.</summary>
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Only requests that come after this one in the order of reading: the last of the page before.</summary>
    public RequestEntry? After { get; init; }

    /// <summary>Requests on a page at most. Default 100.</summary>
    public int Limit { get; init; } = 100;
}

namespace Pipeline.Persistence.DeadLetters;

/// <summary>A message as it lay in its queue: what a replay needs to send the same bytes again.</summary>
public sealed record DeadMessage
{
    /// <summary>The body, byte by byte.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Content type of the body, e.g. <c>application/vnd.masstransit+json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The transport's message id.</summary>
    public string? MessageId { get; init; }

    /// <summary>The transport's correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The sender's headers, without those that tell of the fault.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

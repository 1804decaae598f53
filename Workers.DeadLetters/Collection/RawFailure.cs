namespace Pipeline.Workers.DeadLetters.Collection;

/// <summary>A message as it was found where a transport puts what failed for good.</summary>
internal sealed record RawFailure
{
    /// <summary>The command queue in which it failed.</summary>
    public required string Queue { get; init; }

    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>All headers, the sender's and those that tell of the fault.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>What the transport says where no consumer threw.</summary>
    public RawReason? Reason { get; init; }
}

/// <summary>Why a transport gave a message up by itself.</summary>
/// <param name="Type">A word for it.</param>
/// <param name="Message">A sentence for it.</param>
/// <param name="At">When; null where the transport does not say.</param>
/// <param name="Attempts">Deliveries; null where the transport does not say.</param>
internal sealed record RawReason(string Type, string Message, DateTimeOffset? At = null, int? Attempts = null)
{
    /// <summary>No consumer of the queue takes messages of its type.</summary>
    public static RawReason Skipped { get; } = new("Skipped", "No consumer of the queue takes messages of this type.");
}

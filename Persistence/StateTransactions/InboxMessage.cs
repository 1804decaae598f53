namespace Pipeline.Persistence.StateTransactions;

/// <summary>A message that has had its effect at an endpoint; delivered again it has none.</summary>
internal sealed class InboxMessage
{
    /// <summary>The message's id, which redelivery and replay keep.</summary>
    public Guid MessageId { get; init; }

    /// <summary>The endpoint that consumed it: several may get the same message.</summary>
    public required string Endpoint { get; init; }

    /// <summary>When it was consumed; the row is deleted some days later.</summary>
    public DateTimeOffset ConsumedAt { get; init; }
}

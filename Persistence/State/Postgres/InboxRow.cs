namespace Pipeline.Persistence.State.Postgres;

/// <summary>A message that has had its effect at a consumer.</summary>
internal sealed class InboxRow
{
    public Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public DateTimeOffset ConsumedAt { get; init; }
}

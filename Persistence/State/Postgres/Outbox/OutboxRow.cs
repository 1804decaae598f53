using System.Text.Json;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres.Outbox;

/// <summary>What one transaction sends, until the bus has it safely.</summary>
internal sealed class OutboxRow
{
    public long Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The messages, as JSON.</summary>
    public required string Messages { get; init; }

    /// <summary>At how many restarts it was sent again; only where the bus is in memory.</summary>
    public int Resends { get; init; }

    /// <summary>Whether it is older than the inbox remembers, so that it might have its effect twice.</summary>
    public bool IsOutlived(DateTimeOffset now) => CreatedAt < now - StateSweeper.InboxAge;

    public static OutboxRow From(IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now) =>
        new() { CreatedAt = now, Messages = JsonSerializer.Serialize(messages, StateJson.Options) };

    public OutboxBatch ToBatch() => new(Id, CreatedAt, JsonSerializer.Deserialize<OutgoingMessage[]>(Messages, StateJson.Options)!);
}

using System.Text.Json;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>What one transaction sends, until it is sent.</summary>
internal sealed class OutboxRow
{
    public long Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The messages, as JSON.</summary>
    public required string Messages { get; init; }

    public static OutboxRow From(IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now) =>
        new() { CreatedAt = now, Messages = JsonSerializer.Serialize(messages, StateJson.Options) };

    public OutboxBatch ToBatch() => new(Id, CreatedAt, JsonSerializer.Deserialize<OutgoingMessage[]>(Messages, StateJson.Options)!);
}

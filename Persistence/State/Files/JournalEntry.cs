using System.Text.Json;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>One step of the state: all of it happens or nothing.</summary>
internal sealed record JournalEntry
{
    /// <summary>The message that has had its effect.</summary>
    public InboxKey? Consumed { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? ConsumedAt { get; init; }

    /// <summary>Records as they are from here on.</summary>
    public IReadOnlyList<RecordChange>? Changes { get; init; }

    /// <summary>What is to be sent.</summary>
    public OutboxBatch? Outbox { get; init; }

    /// <summary>Messages of the outbox that have arrived where they were sent to.</summary>
    public IReadOnlyList<Arrival>? Arrived { get; init; }

    /// <summary>Batches that are about to be sent once more after a restart.</summary>
    public IReadOnlyList<long>? Resent { get; init; }
}

/// <summary>A record's new state; null removes it.</summary>
internal sealed record RecordChange(string Type, string Key, JsonElement? State);

/// <summary>A message of a batch has been consumed, or is with a broker.</summary>
internal sealed record Arrival(long Batch, Guid MessageId);

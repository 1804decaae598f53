namespace Pipeline.Persistence.State.Outbox;

/// <summary>What one transaction sends, in order.</summary>
/// <param name="Id">Grows from one commit to the next.</param>
/// <param name="CreatedAt">When the transaction ended.</param>
/// <param name="Messages">At least one.</param>
internal sealed record OutboxBatch(long Id, DateTimeOffset CreatedAt, IReadOnlyList<OutgoingMessage> Messages);

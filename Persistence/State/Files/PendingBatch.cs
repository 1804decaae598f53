using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>A batch of the outbox, of which some messages may have arrived.</summary>
/// <param name="Batch">The messages that have not arrived.</param>
/// <param name="Resends">At how many restarts it was sent again.</param>
internal sealed record PendingBatch(OutboxBatch Batch, int Resends)
{
    /// <summary>Without a message that has arrived; null if it was the last.</summary>
    public PendingBatch? Without(Guid messageId)
    {
        OutgoingMessage[] left = [.. Batch.Messages.Where(message => message.MessageId != messageId)];
        return left.Length == 0 ? null : this with { Batch = Batch with { Messages = left } };
    }
}

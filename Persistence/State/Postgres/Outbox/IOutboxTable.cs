using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Postgres.Outbox;

/// <summary>The table of what is to be sent, as the bus needs it.</summary>
internal interface IOutboxTable
{
    /// <summary>A batch was committed by this process, which sends it now.</summary>
    void Committed(OutboxBatch batch);

    /// <inheritdoc cref="IStateBackend.SentAsync"/>
    Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken);

    /// <inheritdoc cref="IStateBackend.SweepOutboxAsync"/>
    Task SweepAsync(IOutboxTransport transport, CancellationToken cancellationToken);
}

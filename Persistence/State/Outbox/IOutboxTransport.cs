namespace Pipeline.Persistence.State.Outbox;

/// <summary>Where the batches of the outbox go.</summary>
internal interface IOutboxTransport
{
    /// <summary>Completes once the bus has taken all of a batch.</summary>
    Task SendAsync(OutboxBatch batch, CancellationToken cancellationToken);

    /// <summary>Keeps a batch that is not sent any more; once this completes it may leave the outbox.</summary>
    /// <param name="batch">The messages that have not arrived.</param>
    /// <param name="reason">Why, as a clause.</param>
    /// <param name="attempts">How often they were sent.</param>
    /// <param name="cancellationToken">Gives up before they are kept.</param>
    Task GiveUpAsync(OutboxBatch batch, string reason, int attempts, CancellationToken cancellationToken);
}

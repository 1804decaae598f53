namespace Pipeline.Persistence.State.Outbox;

/// <summary>An outbox that keeps what the in-memory bus has until it has been consumed: that bus forgets everything with its process.</summary>
internal interface IArrivals
{
    /// <summary>Notes that the bus has handed a message to its consumers, with whatever result.</summary>
    Task ConsumedAsync(Guid messageId);

    /// <summary>Notes that the bus has a message no more although no consumer was done with it, and no dead letter was made of it.</summary>
    Task LostAsync(Guid messageId);
}

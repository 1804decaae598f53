using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State;

/// <summary>A state transaction from its inside. Disposed of without a commit, it has changed nothing.</summary>
internal interface IStateSession : IStateTransaction, IAsyncDisposable
{
    /// <summary>Keeps a message back until the commit.</summary>
    void Capture(OutgoingMessage message);

    /// <summary>Forgets the changes made to what was found.</summary>
    void Undo<T>(T state)
        where T : class;

    /// <summary>Makes everything durable in one step.</summary>
    /// <returns>What is to be sent now; null where nothing is.</returns>
    Task<OutboxBatch?> CommitAsync();
}

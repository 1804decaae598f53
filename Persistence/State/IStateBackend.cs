using System.Linq.Expressions;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State;

/// <summary>Where state, inbox and outbox are kept: PostgreSQL or files.</summary>
internal interface IStateBackend
{
    /// <summary>Begins a transaction.</summary>
    /// <param name="inbox">The message that it is for, if any.</param>
    /// <param name="cancellationToken">Ends the wait for another delivery of the same message.</param>
    /// <returns>Null where the message has had its effect already.</returns>
    Task<IStateSession?> BeginAsync(InboxKey? inbox, CancellationToken cancellationToken);

    Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class;

    Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Notes that the transport has taken every message of a batch.</summary>
    Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Sends, in the order of their commits, the batches that whoever committed them has left behind. One
    /// that cannot be sent holds up no other; one older than the inbox remembers is given up.
    /// </summary>
    Task SweepOutboxAsync(IOutboxTransport transport, CancellationToken cancellationToken);

    /// <summary>Forgets messages consumed before a time; from then on a duplicate would have its effect again.</summary>
    Task SweepInboxAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

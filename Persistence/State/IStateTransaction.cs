using System.Linq.Expressions;

namespace Pipeline.Persistence.State;

/// <summary>
/// The state that one consumed message changes. What it finds is its own until it ends: others that want the
/// same wait. Every change to what was found or added is stored at the end, in one step with the inbox and
/// with what the consumer sent; a consumer that throws leaves nothing. One thread at a time.
/// </summary>
public interface IStateTransaction
{
    /// <summary>Finds and locks by key; null where there is none. Changes to it are stored at the end.</summary>
    /// <param name="key">The primary key: a <see cref="Guid"/>, a string or a number.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Finds and locks all that match. It looks at every one of its kind, so it is for rare questions.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Adds, unless the key is taken. Waits for a transaction that is adding the same key.</summary>
    /// <returns>Whether it was added.</returns>
    Task<bool> TryAddAsync<T>(T state, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Removes what was found or added in this transaction.</summary>
    void Remove<T>(T state)
        where T : class;
}

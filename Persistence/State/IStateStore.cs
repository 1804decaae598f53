using System.Linq.Expressions;

namespace Pipeline.Persistence.State;

/// <summary>State outside a consumed message.</summary>
public interface IStateStore
{
    /// <summary>Reads what is stored, without waiting for transactions that are changing it; null where there is none.</summary>
    Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Reads all that match, likewise.</summary>
    Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Changes state and sends, both or neither; durable once it completes. The change runs again where another
    /// transaction was in its way, so it must have no other effects.
    /// </summary>
    Task ChangeAsync(Func<IStateChange, Task> change, CancellationToken cancellationToken);
}

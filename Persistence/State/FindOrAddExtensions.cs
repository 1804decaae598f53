namespace Pipeline.Persistence.State;

/// <summary>State that is there as soon as somebody asks for it.</summary>
public static class FindOrAddExtensions
{
    /// <summary>Finds and locks by key, or adds what is created, which must have that key.</summary>
    /// <exception cref="StateConflictException">Another transaction has removed it meanwhile; this one can be run again.</exception>
    public static async Task<T> FindOrAddAsync<T>(this IStateTransaction transaction, object key, Func<T> create, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(create);
        if (await transaction.FindAsync<T>(key, cancellationToken) is { } found) return found;

        var added = create();
        if (await transaction.TryAddAsync(added, cancellationToken)) return added;

        return await transaction.FindAsync<T>(key, cancellationToken)
            ?? throw new StateConflictException($"{typeof(T).Name} '{key}' was added and removed meanwhile.");
    }
}

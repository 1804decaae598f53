using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State.Files;

namespace Pipeline.Persistence.State;

/// <summary>Kinds of state.</summary>
public static class StateServiceExtensions
{
    /// <summary>
    /// Makes a class a kind of state that transactions can find and add. In PostgreSQL it needs a mapping and
    /// a migration as well; in files it is stored as JSON. Adding a kind twice is adding it once.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Name of its records in files; it must never change.</param>
    /// <param name="key">Its key: a <see cref="Guid"/>, a string or a number, the primary key of its table.</param>
    public static IServiceCollection AddState<T>(this IServiceCollection services, string name, Func<T, object> key)
        where T : class
    {
        // In one process several roles use the same kind.
        var isThere = services.Any(service => service.ImplementationInstance is StateType type && type.Type == typeof(T));
        return isThere ? services : services.AddSingleton(new StateType(typeof(T), name, state => key((T)state)));
    }
}

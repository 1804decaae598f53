namespace Pipeline.Persistence.State.Files;

/// <summary>The kinds of state that features have added.</summary>
internal sealed class StateTypes(IEnumerable<StateType> types)
{
    private readonly Dictionary<Type, StateType> _types = types.ToDictionary(type => type.Type);

    /// <exception cref="InvalidOperationException">The class is no kind of state.</exception>
    public StateType Of<T>() => _types.TryGetValue(typeof(T), out var type)
        ? type
        : throw new InvalidOperationException($"{typeof(T).Name} is no kind of state: its feature must call AddState or AddSagaState.");
}

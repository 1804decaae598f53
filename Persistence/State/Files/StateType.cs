namespace Pipeline.Persistence.State.Files;

/// <summary>A kind of state, as files know it.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Name">Name of its records, which outlives the name of the class.</param>
/// <param name="Key">Reads an instance's key.</param>
internal sealed record StateType(Type Type, string Name, Func<object, object> Key);

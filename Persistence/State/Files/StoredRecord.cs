using System.Text.Json;

namespace Pipeline.Persistence.State.Files;

/// <summary>A record as it is stored. It never changes: a change of the state is another record in its place.</summary>
internal sealed class StoredRecord(JsonElement state)
{
    // Many look for the few that match, many times: read once, a look at the others costs next to nothing.
    private object? _read;

    /// <summary>The state.</summary>
    public JsonElement State => state;

    /// <summary>Whether the state is one of those that are looked for.</summary>
    public bool Matches<T>(Func<T, bool> predicate)
        where T : class
    {
        var read = _read as T ?? Read<T>();
        _read = read;
        return predicate(read);
    }

    /// <summary>The state, for somebody who may change it: each time another copy.</summary>
    public T Read<T>()
        where T : class => state.Deserialize<T>(StateJson.Options)!;
}

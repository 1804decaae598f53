using System.Text.Json;

namespace Pipeline.Workers.Nim.Quirks.Schemas;

/// <summary>References within a schema: JSON pointers (RFC 6901) behind a <c>#</c>.</summary>
internal static class SchemaReference
{
    /// <summary>What a reference names; null where it leads out of the schema or nowhere.</summary>
    public static JsonElement? Resolve(JsonElement root, string reference)
    {
        if (reference is not ['#', .. var pointer]) return null;

        var place = root;
        foreach (var step in Uri.UnescapeDataString(pointer).Split('/').Skip(1))
        {
            if (Step(place, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)) is not { } next)
                return null;

            place = next;
        }

        return place;
    }

    private static JsonElement? Step(JsonElement place, string step) => place.ValueKind switch
    {
        JsonValueKind.Object when place.TryGetProperty(step, out var member) => member,
        JsonValueKind.Array when int.TryParse(step, out var index) && index >= 0 && index < place.GetArrayLength() => place[index],
        _ => null,
    };
}

using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>The JSON types that a schema declares for a parameter, as far as it says.</summary>
internal readonly record struct ParameterTypes
{
    private readonly HashSet<string> _types;

    private ParameterTypes(HashSet<string> types) => _types = types;

    public bool OnlyBoolean => _types.Count == 1 && _types.Contains("boolean");

    public static ParameterTypes Of(JsonElement? schema)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        if (schema is { } declared) Gather(declared, types);
        return new ParameterTypes(types);
    }

    /// <summary>
    /// Whether a text that reads as JSON of this kind is meant as JSON. A declared string stays a string;
    /// where nothing is declared, what looks like an object, array, number or boolean is one.
    /// </summary>
    public bool Admit(JsonTokenType kind)
    {
        var name = kind switch
        {
            JsonTokenType.StartObject => "object",
            JsonTokenType.StartArray => "array",
            JsonTokenType.Number => "number",
            JsonTokenType.True or JsonTokenType.False => "boolean",
            JsonTokenType.Null => "null",
            _ => null,
        };
        if (name is null) return false;
        if (_types.Count == 0) return name != "null";
        return _types.Contains(name) || (name == "number" && _types.Contains("integer"));
    }

    private static void Gather(JsonElement schema, HashSet<string> types)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;

        if (schema.TryGetProperty("type", out var type)) GatherNames(type, types);
        foreach (var keyword in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (!schema.TryGetProperty(keyword, out var branches) || branches.ValueKind != JsonValueKind.Array) continue;

            foreach (var branch in branches.EnumerateArray()) Gather(branch, types);
        }
    }

    private static void GatherNames(JsonElement type, HashSet<string> types)
    {
        if (type.ValueKind == JsonValueKind.String) types.Add(type.GetString()!);
        if (type.ValueKind != JsonValueKind.Array) return;

        foreach (var name in type.EnumerateArray()) GatherNames(name, types);
    }
}

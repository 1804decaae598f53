using System.Text.Json;

namespace Pipeline.Workers.Nim.Quirks.Schemas;

/// <summary>
/// A JSON schema of the plain core: types, descriptions, enumerations, objects, arrays, alternatives. No
/// bounds either: llama.cpp's grammars break at a large <c>maxLength</c>, xgrammar's at numbers' ranges.
/// </summary>
internal sealed record PlainSchema
{
    /// <summary>Allows everything.</summary>
    public static PlainSchema Anything { get; } = new();

    public string? Type { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<JsonElement> Enum { get; init; } = [];

    public OrderedDictionary<string, PlainSchema> Properties { get; init; } = [];

    public IReadOnlyList<string> Required { get; init; } = [];

    public PlainSchema? Items { get; init; }

    /// <summary>Alternatives; with them there is no <see cref="Type"/>, which Moonshot refuses beside them.</summary>
    public IReadOnlyList<PlainSchema> AnyOf { get; init; } = [];

    public bool IsObject => Type is "object";

    /// <summary>Says nothing of a value's type, such as <c>{"required": […]}</c>.</summary>
    public bool IsUntyped => Type is null && AnyOf.Count == 0;

    /// <summary>Writes the schema; its bytes depend on nothing but what it says.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="isRoot">Whether it describes a function's parameters, which must be an object with properties.</param>
    public void WriteTo(Utf8JsonWriter writer, bool isRoot = false)
    {
        writer.WriteStartObject();
        if (Type is { } type) writer.WriteString("type"u8, type);
        if (Description is { } description) writer.WriteString("description"u8, description);
        if (Enum.Count > 0) WriteEnum(writer);
        if (IsObject && (Properties.Count > 0 || isRoot)) WriteProperties(writer);
        if (Type is "array") WriteItems(writer);
        if (AnyOf.Count > 0) WriteAlternatives(writer);
        writer.WriteEndObject();
    }

    private void WriteEnum(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("enum"u8);
        foreach (var value in Enum) value.WriteTo(writer);
        writer.WriteEndArray();
    }

    private void WriteProperties(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("properties"u8);
        foreach (var (name, schema) in Properties)
        {
            writer.WritePropertyName(name);
            schema.WriteTo(writer);
        }

        writer.WriteEndObject();

        // Gemini refuses to require what is not described.
        List<string> required = [.. Required.Where(Properties.ContainsKey).Distinct(StringComparer.Ordinal)];
        if (required.Count == 0) return;

        writer.WriteStartArray("required"u8);
        foreach (var name in required) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    // OpenAI and Gemini refuse an array that does not say of what.
    private void WriteItems(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("items"u8);
        (Items ?? Anything).WriteTo(writer);
    }

    private void WriteAlternatives(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf"u8);
        foreach (var alternative in AnyOf) alternative.WriteTo(writer);
        writer.WriteEndArray();
    }
}

using System.Text.Json;

namespace Pipeline.Workers.Nim.Quirks.Schemas;

/// <summary>
/// Reads a JSON schema down to its plain core: references are replaced by what they name, alternatives at the
/// root become one object, and any other keyword is left out. A schema that contains itself does so twice;
/// what goes on for too long all the same ends at a depth or at a number of nodes.
/// </summary>
/// <param name="root">The whole schema, in which references are looked up.</param>
internal sealed class PlainSchemaReader(JsonElement root)
{
    private const int MaxDepth = 12;
    private const int MaxNodes = 2_000;
    private const int MaxRepeats = 2;

    private readonly Dictionary<string, int> _openReferences = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>The schema of a function's parameters, which is always an object.</summary>
    public PlainSchema ReadParameters()
    {
        var schema = Read(root, depth: 0);
        var objects = schema.AnyOf.Where(alternative => alternative.IsObject);
        return schema.IsObject
            ? schema
            : SchemaMerging.Or(objects, ofObject: true) with { Type = "object", Description = schema.Description };
    }

    private PlainSchema Read(JsonElement schema, int depth)
    {
        if (schema.ValueKind is not JsonValueKind.Object) return PlainSchema.Anything;
        if (depth > MaxDepth || ++_nodes > MaxNodes) return Torso(schema);

        var read = ReadOwn(schema, depth);
        if (TextOf(schema, "$ref"u8) is { } reference) read = read.And(ReadReferenced(reference, depth));
        foreach (var part in Members(schema, "allOf"u8)) read = read.And(Read(part, depth + 1));
        return ReadAlternatives(schema, "oneOf"u8, ReadAlternatives(schema, "anyOf"u8, read, depth), depth);
    }

    private PlainSchema ReadReferenced(string reference, int depth)
    {
        if (SchemaReference.Resolve(root, reference) is not { } target) return PlainSchema.Anything;

        var open = _openReferences.GetValueOrDefault(reference);
        if (open == MaxRepeats) return Torso(target);

        _openReferences[reference] = open + 1;
        var read = Read(target, depth + 1);
        _openReferences[reference] = open;
        return read;
    }

    private PlainSchema ReadAlternatives(JsonElement schema, ReadOnlySpan<byte> keyword, PlainSchema own, int depth)
    {
        List<PlainSchema> alternatives = [.. Members(schema, keyword)
            .Where(member => !IsNull(member))
            .Select(member => Read(member, depth + 1))];
        return alternatives.Count == 0 ? own : own.And(SchemaMerging.Or(alternatives, own.IsObject));
    }

    private PlainSchema ReadOwn(JsonElement schema, int depth)
    {
        var own = new PlainSchema
        {
            Description = TextOf(schema, "description"u8),
            Enum = ReadEnum(schema),
            Properties = ReadProperties(schema, depth),
            Required = [.. Members(schema, "required"u8).Where(IsString).Select(name => name.GetString()!)],
            Items = ReadItems(schema, depth),
        };
        List<string> types = [.. TypesOf(schema)];
        return types.Count < 2
            ? own with { Type = types.FirstOrDefault() ?? ImpliedType(own) }
            : new PlainSchema { Description = own.Description, AnyOf = [.. types.Select(type => OfType(own, type))] };
    }

    private OrderedDictionary<string, PlainSchema> ReadProperties(JsonElement schema, int depth)
    {
        var properties = new OrderedDictionary<string, PlainSchema>(StringComparer.Ordinal);
        if (!schema.TryGetProperty("properties"u8, out var members) || members.ValueKind is not JsonValueKind.Object) return properties;

        foreach (var member in members.EnumerateObject()) properties[member.Name] = Read(member.Value, depth + 1);
        return properties;
    }

    private PlainSchema? ReadItems(JsonElement schema, int depth)
    {
        List<PlainSchema> inOrder = [.. Members(schema, "prefixItems"u8)
            .Concat(Members(schema, "items"u8))
            .Select(item => Read(item, depth + 1))];
        if (inOrder.Count > 0) return SchemaMerging.Or(inOrder);

        return schema.TryGetProperty("items"u8, out var items) ? Read(items, depth + 1) : null;
    }

    private static JsonElement[] ReadEnum(JsonElement schema) => schema.TryGetProperty("const"u8, out var value)
        ? [value]
        : [.. Members(schema, "enum"u8).Where(member => member.ValueKind is not JsonValueKind.Null)];

    /// <summary>What is left of a schema where reading ends.</summary>
    private static PlainSchema Torso(JsonElement schema) => new()
    {
        Type = TypesOf(schema).FirstOrDefault(),
        Description = TextOf(schema, "description"u8),
    };

    /// <summary>What a schema of several types says of one of them.</summary>
    private static PlainSchema OfType(PlainSchema schema, string type) => type switch
    {
        "object" => new PlainSchema { Type = type, Properties = schema.Properties, Required = schema.Required },
        "array" => new PlainSchema { Type = type, Items = schema.Items },
        _ => new PlainSchema { Type = type },
    };

    private static string? ImpliedType(PlainSchema schema) => schema switch
    {
        { Properties.Count: > 0 } => "object",
        { Items: not null } => "array",
        { Enum: [{ ValueKind: JsonValueKind.String }, ..] } => "string",
        _ => null,
    };

    private static IEnumerable<string> TypesOf(JsonElement schema) =>
        TextOf(schema, "type"u8) is { } type
            ? [type]
            : Members(schema, "type"u8).Where(IsString).Select(member => member.GetString()!).Where(name => name is not "null");

    private static bool IsNull(JsonElement schema) => schema.ValueKind is JsonValueKind.Object && TextOf(schema, "type"u8) is "null";

    private static bool IsString(JsonElement value) => value.ValueKind is JsonValueKind.String;

    private static string? TextOf(JsonElement schema, ReadOnlySpan<byte> name) =>
        schema.TryGetProperty(name, out var value) && IsString(value) ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Members(JsonElement schema, ReadOnlySpan<byte> name) =>
        schema.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : default;
}

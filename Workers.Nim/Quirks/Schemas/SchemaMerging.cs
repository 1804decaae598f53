using System.Text;
using System.Text.Json;

namespace Pipeline.Workers.Nim.Quirks.Schemas;

/// <summary>Makes one schema of several.</summary>
internal static class SchemaMerging
{
    /// <summary>A schema for values that both allow; where they disagree, the first counts.</summary>
    public static PlainSchema And(this PlainSchema first, PlainSchema second)
    {
        var properties = new OrderedDictionary<string, PlainSchema>(first.Properties, StringComparer.Ordinal);
        foreach (var (name, schema) in second.Properties)
            properties[name] = properties.TryGetValue(name, out var known) ? known.And(schema) : schema;

        var alternatives = first.AnyOf.Count > 0 || first.Type is not null ? first.AnyOf : second.AnyOf;
        return new PlainSchema
        {
            Type = alternatives.Count > 0 ? null : first.Type ?? second.Type,
            Description = first.Description ?? second.Description,
            Enum = first.Enum.Count > 0 ? first.Enum : second.Enum,
            Properties = properties,
            Required = [.. first.Required.Union(second.Required, StringComparer.Ordinal)],
            Items = first.Items ?? second.Items,
            AnyOf = alternatives,
        };
    }

    /// <summary>
    /// A schema for values that one of them allows. Objects become one object that has the properties of all
    /// and requires what all require; what remains different stays a list of alternatives.
    /// </summary>
    /// <param name="alternatives">The schemas.</param>
    /// <param name="ofObject">Whether they stand in the schema of an object, so that those that name no type are of objects, too.</param>
    public static PlainSchema Or(IEnumerable<PlainSchema> alternatives, bool ofObject = false)
    {
        List<PlainSchema> all = [.. alternatives.SelectMany(schema => schema.AnyOf.Count > 0 ? schema.AnyOf : [schema])];
        if (all.Count < 2) return all.FirstOrDefault(PlainSchema.Anything);
        if (all.All(schema => schema.IsObject || (ofObject && schema.IsUntyped))) return OneObject(all);

        List<PlainSchema> different = [.. all.DistinctBy(Text, StringComparer.Ordinal)];
        if (different.Count == 1) return different[0];
        if (different.All(schema => schema.Enum.Count > 0 && schema.Type == different[0].Type)) return OneEnumeration(different);

        // Beside a schema that allows everything the others say nothing.
        return different.Any(schema => Text(schema) is "{}") ? PlainSchema.Anything : new PlainSchema { AnyOf = different };
    }

    private static PlainSchema OneObject(List<PlainSchema> objects)
    {
        var properties = new OrderedDictionary<string, PlainSchema>(StringComparer.Ordinal);
        foreach (var name in objects.SelectMany(schema => schema.Properties.Keys).Distinct(StringComparer.Ordinal))
            properties[name] = Or(objects.Where(schema => schema.Properties.ContainsKey(name)).Select(schema => schema.Properties[name]));

        return new PlainSchema
        {
            Type = "object",
            Properties = properties,
            Required = [.. objects[0].Required.Where(name => objects.All(schema => schema.Required.Contains(name, StringComparer.Ordinal)))],
        };
    }

    private static PlainSchema OneEnumeration(List<PlainSchema> enumerations) => enumerations[0] with
    {
        Enum = [.. enumerations.SelectMany(schema => schema.Enum).DistinctBy(value => value.GetRawText(), StringComparer.Ordinal)],
    };

    private static string Text(PlainSchema schema)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json)) schema.WriteTo(writer);
        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }
}

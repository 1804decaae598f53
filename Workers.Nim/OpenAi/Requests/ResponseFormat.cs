using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>Asks for an answer that is JSON of a given schema.</summary>
internal sealed record ResponseFormat([property: JsonPropertyOrder(1)] JsonSchemaFormat JsonSchema)
{
    [JsonPropertyOrder(0)]
    public string Type => "json_schema";
}

/// <summary>The schema; OpenAI wants a name for it.</summary>
internal sealed record JsonSchemaFormat(
    string Name,
    [property: JsonConverter(typeof(SchemaConverter))] JsonElement Schema,
    bool Strict);

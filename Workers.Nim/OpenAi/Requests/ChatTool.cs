using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>A tool that the model may call.</summary>
internal sealed record ChatTool([property: JsonPropertyOrder(1)] FunctionDefinition Function)
{
    [JsonPropertyOrder(0)]
    public string Type => "function";
}

/// <summary>A function and the JSON schema of its arguments.</summary>
internal sealed record FunctionDefinition(
    string Name,
    string? Description,
    [property: JsonConverter(typeof(SchemaConverter))] JsonElement Parameters);

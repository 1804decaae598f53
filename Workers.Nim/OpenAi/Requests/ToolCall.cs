using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>A call that the model made earlier in the conversation.</summary>
internal sealed record ToolCall(
    [property: JsonPropertyOrder(0)] string Id,
    [property: JsonPropertyOrder(2)] FunctionCall Function)
{
    [JsonPropertyOrder(1)]
    public string Type => "function";
}

/// <summary>The called function; <paramref name="Arguments"/> is JSON text.</summary>
internal sealed record FunctionCall(string Name, string Arguments);

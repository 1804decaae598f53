using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>Bodies of requests to the Messages API. Each call returns a new tree, to be changed freely.</summary>
public static class AnthropicRequests
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The model that requests name unless told otherwise.</summary>
    public const string Model = "claude-opus-4-1";

    /// <summary>The body's bytes, unescaped as JavaScript clients send them.</summary>
    public static byte[] ToUtf8(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(body, Options);

    /// <summary>A single user message.</summary>
    public static JsonObject Hello(bool stream = true, string text = "hello", string model = Model) => new()
    {
        ["model"] = model,
        ["max_tokens"] = 1024,
        ["stream"] = stream,
        ["messages"] = new JsonArray(User(text)),
    };

    /// <summary>A single user message with tools whose input is any object.</summary>
    public static JsonObject WithTools(params string[] names)
    {
        var body = Hello();
        body["tools"] = new JsonArray([.. names.Select(name => Tool(name, $"The tool {name}.", []))]);
        return body;
    }

    /// <summary>A conversation in full swing, of about the size of Claude Code's; see <see cref="RealisticRequest"/>.</summary>
    public static JsonObject Realistic(int kilobytes = 120) => RealisticRequest.Build(kilobytes);

    /// <summary>A user message of plain text.</summary>
    public static JsonObject User(string text) => new() { ["role"] = "user", ["content"] = text };

    /// <summary>A tool's definition.</summary>
    public static JsonObject Tool(string name, string description, JsonObject properties, params string[] required) => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["input_schema"] = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(property => JsonValue.Create(property))]),
            ["additionalProperties"] = false,
        },
    };
}

using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>What scenarios' clients ask.</summary>
internal static class Asking
{
    /// <summary>With tools, whose input may be any object.</summary>
    public static Action<JsonObject> WithTools(params string[] names) => body =>
        body["tools"] = new JsonArray([.. names.Select(name => AnthropicRequests.Tool(name, $"The tool {name}.", []))]);

    /// <summary>With one tool of this schema.</summary>
    public static Action<JsonObject> WithSchema(string schema) => body => body["tools"] = new JsonArray(new JsonObject
    {
        ["name"] = "Find",
        ["description"] = "Finds.",
        ["input_schema"] = JsonNode.Parse(schema),
    });

    /// <summary>With thinking, as Claude Code asks for it.</summary>
    public static void ToThink(JsonObject body) => body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 1024 };

    /// <summary>With these messages instead.</summary>
    public static Action<JsonObject> Saying(string messages) => body => body["messages"] = JsonNode.Parse(messages);

    /// <summary>With one more member.</summary>
    public static Action<JsonObject> With(string member, string json) => body => body[member] = JsonNode.Parse(json);
}

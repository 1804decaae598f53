using System.Text.Json;
using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>
/// Rejects long or odd tool names, rich schemas, empty messages, results without their calls, messages out of order,
/// and images: what can be said otherwise is, and what is rewritten is written back.
/// </summary>
internal static class RefusedRequests
{
    private const string LongName = "mcp__a_server_with_a_very_long_name__a_tool_with_an_even_longer_name_than_that";
    private const string Image = """[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]""";
    private const string AfterTool = """
        [{"role":"user","content":"go"},
         {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"},{"type":"text","text":"And now?"}]}]
        """;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Renames("a tool name that is too long", LongName),
        Renames("a tool name with odd characters", "mcp__übersetzer__wort.für/wort"),
        Learns("a pattern in a schema", "Invalid schema for function 'Find': unsupported regex pattern", WithSchema("""{"type":"object","properties":{"name":{"type":"string","pattern":"\\p{L}+"}}}"""), "pattern"),
        Learns("a format in a schema", "tools[0].function.parameters: 'format' is not supported in JSON schema", WithSchema("""{"type":"object","properties":{"url":{"type":"string","format":"uri"}}}"""), "\"format\""),
        Learns("additionalProperties with a schema", "Invalid JSON schema: additionalProperties must be a boolean", WithSchema("""{"type":"object","properties":{"env":{"type":"object","additionalProperties":{"type":"string"}}}}"""), "additionalProperties"),
        Learns("anyOf at the root of a schema", "Invalid schema for function 'Find': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf' at the top level.", WithSchema("""{"type":"object","anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}]}"""), "anyOf"),
        new("images for a model without eyes") { Asks = Saying(Image), Requests = 2, Upstream = Unless("image_url", "this model does not support image input"), Sees = client => client.Says("fine").AfterCalls(3) },
        new("the system role that it does not know")
        {
            Asks = With("system", "\"Be kind.\""),
            Requests = 2,
            Upstream = Unless("\"role\":\"system\"", "System role not supported"),
            Sees = client => Assert.Contains("Be kind.", client.Says("fine").SentRoles("user").AfterCalls(3).LastCall.GetRawText(), StringComparison.Ordinal),
        },
        new("a person's words right after a tool's result")
        {
            Asks = Saying(AfterTool),
            Requests = 2,
            Upstream = request => Roles(request).Contains("tool user", StringComparison.Ordinal) ? UpstreamReply.BadRequest("Unexpected role 'user' after role 'tool'") : UpstreamReply.Answer("fine"),
            Sees = client => client.Says("fine").SentRoles("user", "assistant", "tool", "assistant", "user").AfterCalls(3),
        },
        new("a null content beside tool calls")
        {
            Asks = Saying(AfterTool),
            Requests = 2,
            Upstream = Unless("\"content\":null", "messages[1].content: Input should be a valid string, got null"),
            Sees = client => client.Says("fine").AfterCalls(3),
        },
        Ordered("two user messages in a row", """[{"role":"user","content":"one"},{"role":"user","content":"two"}]""", "user"),
        Ordered("an assistant message with nothing in it", """[{"role":"user","content":"one"},{"role":"assistant","content":""},{"role":"user","content":"two"}]""", "user"),
        Ordered("a system message in mid-conversation", """[{"role":"user","content":"one"},{"role":"system","content":"Be brief."},{"role":"assistant","content":"two"},{"role":"user","content":"three"}]""", "user", "assistant", "user"),
        Ordered("a tool result without its call", """[{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_x","content":"old"},{"type":"text","text":"Go on."}]}]""", "user"),
        Ordered("a call without its result", """[{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}]},{"role":"user","content":"stop"}]""", "user", "assistant", "tool", "user"),
    ];

    private static Scenario Ordered(string name, string messages, params string[] roles) => new(name, UpstreamReply.Answer("fine"))
    {
        Asks = Saying(messages),
        Sees = client => client.Says("fine").SentRoles(roles).AfterCalls(1),
    };

    private static Scenario Renames(string name, string tool) => new(name)
    {
        Asks = WithTools(tool, "Bash"),
        Upstream = request => UpstreamReply.ToolCalls((request.Json.GetProperty("tools").EnumerateArray().Select(Name).Single(sent => sent != "Bash"), """{"a":1}""")),
        Sees = client =>
        {
            client.Uses((tool, """{"a":1}""")).AfterCalls(1);
            Assert.All(client.LastCall.GetProperty("tools").EnumerateArray(), sent => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", Name(sent)));
        },
    };

    private static Scenario Learns(string name, string complaint, Action<System.Text.Json.Nodes.JsonObject> asks, string refused) => new(name)
    {
        Asks = asks,
        Requests = 2,
        Upstream = Unless(refused, complaint),
        Sees = client => client.Says("fine").AfterCalls(3),
    };

    private static Func<RecordedRequest, UpstreamReply?> Unless(string refused, string complaint) => request =>
        System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains(refused, StringComparison.Ordinal) ? UpstreamReply.BadRequest(complaint) : UpstreamReply.Answer("fine");

    private static string Roles(RecordedRequest request) =>
        string.Join(' ', request.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));

    private static string Name(JsonElement tool) => tool.GetProperty("function").GetProperty("name").GetString()!;
}

using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>
/// Interleaves parallel tool calls by index; sends the name in pieces or again in every chunk; sends arguments before
/// the name; omits ids; sends all arguments in the last chunk; sends <c>arguments: null</c>.
/// </summary>
internal static class ToolCalls
{
    private const string List = """{"command":"ls"}""";
    private const string Read = """{"file":"a.txt"}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Calls("one tool call", Stream().ToolCall("Bash", List), ("Bash", List)),
        Calls("a tool call after text", Stream().Text("Let me look.").ToolCall("Bash", List), ("Bash", List)) with
        {
            StreamingSees = client => client.Says("Let me look."),
        },
        Calls("text after a tool call", Stream().ToolCall("Bash", List).Text("Done."), ("Bash", List)),
        Calls("two tool calls, one after the other", Stream().ToolCall("Bash", List).ToolCall("Read", Read), ("Bash", List), ("Read", Read)),
        Calls("the same tool twice with the same arguments", Stream().ToolCall("Bash", List).ToolCall("Bash", List), ("Bash", List), ("Bash", List)),
        Calls(
            "parallel calls interleaved by index",
            Stream().ToolCallDelta(0, "call_a", "Bash", "").ToolCallDelta(1, "call_b", "Read", "")
                .ToolCallDelta(1, arguments: """{"file":""").ToolCallDelta(0, arguments: """{"command":""")
                .ToolCallDelta(1, arguments: "\"a.txt\"}").ToolCallDelta(0, arguments: "\"ls\"}"),
            ("Bash", List), ("Read", Read)),
        Calls(
            "parallel calls of which the second begins first",
            Stream().ToolCallDelta(1, "call_b", "Read", Read).ToolCallDelta(0, "call_a", "Bash", List),
            ("Bash", List), ("Read", Read)),
        Calls("a name in pieces", Stream().ToolCallDelta(0, "call_a", "Ba", "").ToolCallDelta(0, name: "sh", arguments: "").ToolCallDelta(0, arguments: List), ("Bash", List)),
        Calls(
            "a name again in every chunk",
            Stream().ToolCallDelta(0, "call_a", "Bash", """{"command":""").ToolCallDelta(0, "call_a", "Bash", "\"ls\"}"),
            ("Bash", List)),
        Calls("arguments before the name", Stream().ToolCallDelta(0, "call_a", arguments: """{"command":""").ToolCallDelta(0, name: "Bash", arguments: "\"ls\"}"), ("Bash", List)),
        Calls("no ids at all", Stream().ToolCallDelta(0, name: "Bash", arguments: List).ToolCallDelta(1, name: "Read", arguments: Read), ("Bash", List), ("Read", Read)),
        Calls("the same id for two calls", Stream().ToolCallDelta(0, "call_a", "Bash", List).ToolCallDelta(1, "call_a", "Read", Read), ("Bash", List), ("Read", Read)),
        Calls("an id of its own in every chunk", Stream().ToolCallDelta(0, "call_a", "Bash", """{"command":""").ToolCallDelta(0, "call_b", arguments: "\"ls\"}"), ("Bash", List)),
        Calls("index 0 for every call", Stream().ToolCallDelta(0, "call_a", "Bash", List).ToolCallDelta(0, "call_b", "Read", Read), ("Bash", List), ("Read", Read)),
        Calls("all arguments in the last chunk", Stream().ToolCallDelta(0, "call_a", "Bash", "").ToolCallDelta(0, arguments: List), ("Bash", List)),
        Calls("arguments that are null", Stream().ToolCallDelta(0, "call_a", "Bash").ToolCallDelta(0, arguments: List), ("Bash", List)),
        Calls("arguments that never come", Stream().ToolCallDelta(0, "call_a", "Bash"), ("Bash", "{}")),
        Calls("empty arguments and then real ones", Stream().ToolCallDelta(0, "call_a", "Bash", "{}").ToolCallDelta(0, arguments: List), ("Bash", List)),
        Calls("arguments with every kind of escape", Stream().ToolCall("Bash", """{"command":"echo \"ä\\n\u00e9\ud83d\ude00\""}"""), ("Bash", """{"command":"echo \"ä\\n\u00e9\ud83d\ude00\""}""")),
        Calls("arguments in pieces of one byte", Stream().ToolCall("Bash", """{"command":"grep -r 'größer' ."}""").CutInto(1), ("Bash", """{"command":"grep -r 'größer' ."}""")),
        Calls("a tool nobody declared", Stream().ToolCall("Teleport", """{"to":"Mars"}"""), ("Teleport", """{"to":"Mars"}""")),
        Calls("a tool's name in another case", Stream().ToolCall("bash", List), ("Bash", List)),
        Calls("a tool's name with a prefix", Stream().ToolCall("functions.Bash", List), ("Bash", List)),
        new("a sub-agent sent to the background", Stream().ToolCall("Agent", """{"prompt":"look","run_in_background":true}""").Complete("tool_calls"))
        {
            Asks = body => body["tools"] = System.Text.Json.Nodes.JsonNode.Parse(
                """[{"name":"Agent","input_schema":{"type":"object","properties":{"prompt":{"type":"string"},"run_in_background":{"type":"boolean"}}}}]"""),
            Sees = client => client.Uses(("Agent", """{"prompt":"look","run_in_background":false}""")),
        },
        new("arguments that are no JSON, at first", Stream().ToolCallDelta(0, "call_a", "Bash", """{"comm""").Complete("tool_calls"), UpstreamReply.ToolCalls(("Bash", List)))
        {
            Asks = WithTools("Bash"),
            StreamingSees = client => Assert.True(client is { ErrorType: null, Calls.Count: 2 } or { Message.StopReason: null, ErrorType: "api_error" }, $"{client}"),
            WholeSees = client => client.Uses(("Bash", List)).AfterCalls(2),
        },
    ];

    private static UpstreamReply Stream() => UpstreamReply.Stream();

    private static Scenario Calls(string name, UpstreamReply reply, params (string, string)[] expected) => new(name, reply.Complete("tool_calls"))
    {
        Asks = WithTools("Bash", "Read", "Grep"),
        Sees = client => client.Uses(expected).AfterCalls(1),
    };
}

using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Ends in ways of its own: <c>finish_reason</c> "stop" after tool calls, null at the end, without <c>[DONE]</c>.</summary>
internal static class Endings
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("stop after a tool call", UpstreamReply.Stream().ToolCall("Bash", "{}").Complete("stop")) { Asks = WithTools("Bash"), Sees = client => client.Uses(("Bash", "{}")) },
        new("function_call as the reason", UpstreamReply.Stream().ToolCall("Bash", "{}").Complete("function_call")) { Asks = WithTools("Bash"), Sees = client => client.Uses(("Bash", "{}")) },
        new("no reason but an end marker", UpstreamReply.Stream().Text("Hello.").Finish(null).Done()) { Sees = client => client.Says("Hello.").Stops("end_turn") },
        new("a reason but no end marker", UpstreamReply.Stream().Text("Hello.").Finish("stop")) { Sees = client => client.Says("Hello.").Stops("end_turn").AfterCalls(1) },
        new("the token limit", UpstreamReply.Stream().Text("Hello, wor").Complete("length")) { Sees = client => client.Says("Hello, wor").Stops("max_tokens") },
        new("the token limit in a tool call", UpstreamReply.Stream().Text("So:").ToolCallDelta(0, "call_a", "Bash", "{\"comm").Complete("length"))
        {
            Asks = WithTools("Bash"),
            Sees = client => client.Says("So:").Stops("max_tokens"),
            WholeSees = client => Assert.Equal("{}", client.Message.ToolUses.Single().Input),
        },
        new("a content filter", UpstreamReply.Stream().Text("I ").Complete("content_filter")) { Sees = client => client.Says("I ").Stops("refusal") },
        new("a stop sequence that it names", UpstreamReply.Stream().Text("One").Chunk("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop","stop_reason":"END"}]}""").Done())
        {
            Asks = With("stop_sequences", """["END"]"""),
            Sees = client => Assert.Equal("END", client.Says("One").Stops("stop_sequence").Message.StopSequence),
        },
        new("words after the reason", UpstreamReply.Stream().Text("Hello.").Finish("stop").Usage(10, 2).Text("").Done()) { Sees = client => client.Says("Hello.") },
    ];
}

using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Speaks Anthropic's API itself, by the book or nearly so.</summary>
internal static class NativeAnswers
{
    private const string Text = """{"type":"text","text":""}""";
    private const string Bash = """{"type":"tool_use","id":"toolu_aaaaaaaaaaaa","name":"Bash","input":{}}""";
    private const string Read = """{"type":"tool_use","id":"toolu_bbbbbbbbbbbb","name":"Read","input":{}}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Relayed("an answer", NativeReply.Answer("Hel", "lo."), client => client.Says("Hello.").Stops("end_turn").Counts(21, 7).AfterCalls(1)),
        Relayed("an answer from its cache", NativeReply.Start(input: 20, cached: 100).Block(0, Text, NativeReply.TextDelta("Hello.")).End("end_turn"), client => client.Says("Hello.").Counts(20, 7, cached: 100)),
        Relayed("pings and comments in between", NativeReply.Start().Event("""{"type":"ping"}""").Raw(": waiting\n\n").Block(0, Text, NativeReply.TextDelta("Hello.")).Event("""{"type":"ping"}""").End("end_turn"), client => client.Says("Hello.")),
        Relayed("every byte on its own", NativeReply.Answer("Größe 😀 ", "家").CutInto(1), client => client.Says("Größe 😀 家")),
        Relayed(
            "thinking with its signature",
            NativeReply.Start()
                .Block(0, """{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking_delta","thinking":"Hm."}""", """{"type":"signature_delta","signature":"c2lnbmVk"}""")
                .Block(1, Text, NativeReply.TextDelta("Yes.")).End("end_turn"),
            client =>
            {
                client.Thinks("Hm.").Says("Yes.");
                Assert.Equal("c2lnbmVk", client.Message.Blocks.OfType<TestKit.Grammar.ThinkingBlock>().Single().Signature);
            }) with
        {
            Asks = ToThink,
        },
        Tools("two tool calls", NativeReply.Start().Block(0, Bash, NativeReply.InputDelta("""{"command":"""), NativeReply.InputDelta("\"ls\"}")).Block(1, Read, NativeReply.InputDelta("""{"file":"a"}"""))),
        Tools(
            "blocks that are interleaved",
            NativeReply.Start().BlockStart(0, Bash).Delta(0, NativeReply.InputDelta("""{"command":""")).BlockStart(1, Read).Delta(1, NativeReply.InputDelta("""{"file":"a"}"""))
                .Delta(0, NativeReply.InputDelta("\"ls\"}")).BlockStop(1).BlockStop(0)),
        Tools(
            "blocks that are never closed",
            NativeReply.Start().BlockStart(0, Bash).Delta(0, NativeReply.InputDelta("""{"command":"ls"}""")).BlockStart(1, Read).Delta(1, NativeReply.InputDelta("""{"file":"a"}"""))),
        Tools("tool calls that it calls the end of its turn", NativeReply.Start().Block(0, Bash, NativeReply.InputDelta("""{"command":"ls"}""")).Block(1, Read, NativeReply.InputDelta("""{"file":"a"}""")), "end_turn"),
        Relayed("a text without a block", NativeReply.Start().Delta(0, NativeReply.TextDelta("Hello.")).End("end_turn"), client => client.Says("Hello.")),
        Relayed("the token limit", NativeReply.Start().Block(0, Text, NativeReply.TextDelta("Hello, wor")).End("max_tokens"), client => client.Says("Hello, wor").Stops("max_tokens")),
        Relayed("a whole message in the place of a stream", NativeReply.Whole("""[{"type":"text","text":"Hello."}]"""), client => client.Says("Hello.").Counts(21, 7).AfterCalls(1)),
        Tools("a whole message with tool calls", NativeReply.Whole("""[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}},{"type":"tool_use","id":"toolu_2","name":"Read","input":{"file":"a"}}]""", "tool_use"), stopReason: null),
    ];

    /// <summary>A scenario of a provider that is relayed without translation.</summary>
    public static Scenario Relayed(string name, UpstreamReply reply, Action<ClientView> sees) => new($"native: {name}", reply)
    {
        Provider = "lmstudio",
        Sees = sees,
    };

    private static Scenario Tools(string name, UpstreamReply reply, string? stopReason = "tool_use") =>
        Relayed(name, stopReason is null ? reply : reply.End(stopReason), client => client.Uses(("Bash", """{"command":"ls"}"""), ("Read", """{"file":"a"}"""))) with
        {
            Asks = WithTools("Bash", "Read"),
        };
}

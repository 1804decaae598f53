using System.Text;
using Pipeline.TestKit.Grammar;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Grammar;

public sealed class BrokenStreams
{
    public static TheoryData<string, string[]> Broken => new()
    {
        { "after event -1: the stream ends without", [] },
        { "after event 0: the stream ends without", [Start] },
        { "after event 2: the stream ends without", [Start, Text(0), Stop(0)] },
        { "after event 1: the stream ends without", [Start, End()] },
        { "event 0 (content_block_start): comes before message_start", [Text(0), Stop(0), End(), MessageStop] },
        { "event 1 (message_start): the message has begun already", [Start, Start, End(), MessageStop] },
        { "event 2 (content_block_start): block 0 is still open", [Start, Text(0), Text(1), Stop(1), Stop(0), End(), MessageStop] },
        { "event 1 (content_block_start): index 1, expected 0", [Start, Text(1), Stop(1), End(), MessageStop] },
        { "event 3 (content_block_start): index 0, expected 1", [Start, Text(0), Stop(0), Text(0), Stop(0), End(), MessageStop] },
        { "event 1 (content_block_delta): index 0, but no block is open", [Start, TextDelta(0), End(), MessageStop] },
        { "event 2 (content_block_delta): index 1, but block 0 is open", [Start, Text(0), TextDelta(1), Stop(0), End(), MessageStop] },
        { "event 3 (content_block_stop): index 0, but no block is open", [Start, Text(0), Stop(0), Stop(0), End(), MessageStop] },
        { "\"thinking_delta\" in a text block", [Start, Text(0), ThinkingDelta(0), Stop(0), End(), MessageStop] },
        { "\"text_delta\" in a tool_use block", [Start, Tool(0), TextDelta(0), Stop(0), End("tool_use"), MessageStop] },
        { "\"mystery_delta\" in a text block", [Start, Text(0), Delta(0, """{"type":"mystery_delta"}"""), Stop(0), End(), MessageStop] },
        { "delta without \"text\"", [Start, Text(0), Delta(0, """{"type":"text_delta"}"""), Stop(0), End(), MessageStop] },
        { "thinking block without a signature_delta", [Start, Thinking(0), ThinkingDelta(0), Stop(0), End(), MessageStop] },
        { "thinking_delta after the signature_delta", [Start, Thinking(0), Signature(0), ThinkingDelta(0), Stop(0), End(), MessageStop] },
        { "event 3 (content_block_stop): input of Bash is not valid JSON", [Start, Tool(0), Input(0, "{\"a"), Stop(0), End("tool_use"), MessageStop] },
        { "input of Bash is no object", [Start, Tool(0), Input(0, "[1]"), Stop(0), End("tool_use"), MessageStop] },
        { "the id toolu_1 was used before", [Start, Tool(0), Stop(0), Tool(1), Stop(1), End("tool_use"), MessageStop] },
        { "a tool_use block without a name", [Start, Block(0, """{"type":"tool_use","id":"a","input":{}}"""), Stop(0), End("tool_use"), MessageStop] },
        { "a tool_use block's input is not {}", [Start, Block(0, """{"type":"tool_use","id":"a","name":"b","input":{"c":1}}"""), Stop(0), End("tool_use"), MessageStop] },
        { "unknown block type \"picture\"", [Start, Block(0, """{"type":"picture"}"""), Stop(0), End(), MessageStop] },
        { "event 2 (message_delta): block 0 is still open", [Start, Text(0), End(), MessageStop] },
        { "unknown stop_reason \"stop\"", [Start, End("stop"), MessageStop] },
        { "stop_reason \"tool_use\" without a tool_use block", [Start, End("tool_use"), MessageStop] },
        { "stop_reason \"end_turn\" with a tool_use block", [Start, Tool(0), Stop(0), End(), MessageStop] },
        { "stop_reason \"stop_sequence\" with stop_sequence null", [Start, End("stop_sequence"), MessageStop] },
        { "stop_reason \"end_turn\" with stop_sequence \"x\"", [Start, End(sequence: "\"x\""), MessageStop] },
        { "usage.output_tokens is not set", [Start, End(usage: "{}"), MessageStop] },
        { "event 1 (message_delta): usage.input_tokens is not above 0", [Start, End(usage: """{"input_tokens":0,"output_tokens":1}"""), MessageStop] },
        { "event 0 (message_start): usage.input_tokens is not set or not above 0", [Start.Replace("\"input_tokens\":10,", "", StringComparison.Ordinal), End(), MessageStop] },
        { "message.content is not []", [Start.Replace("[]", "[1]", StringComparison.Ordinal), End(), MessageStop] },
        { "event 1 (message_stop): comes before message_delta", [Start, MessageStop] },
        { "event 2 (message_delta): comes after message_delta", [Start, End(), End(), MessageStop] },
        { "event 2 (content_block_start): comes after message_delta", [Start, End(), Text(0), MessageStop] },
        { "event 3 (ping): comes after the end of the stream", [Start, End(), MessageStop, Ping] },
        { "event 2 (message_stop): comes after the end of the stream", [Start, Error, MessageStop] },
        { "unknown error type \"oops\"", [Start, Error.Replace("overloaded_error", "oops", StringComparison.Ordinal)] },
        { "event 1 (surprise): unknown event type", [Start, """{"type":"surprise"}""", End(), MessageStop] },
        { "event 1 (?): not readable", [Start, "{\"type\":", End(), MessageStop] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_stream_is_refused_with_the_place_and_the_reason(string expected, string[] events)
    {
        var verdict = MessageGrammar.Check(events);

        Assert.Contains(verdict.Violations, violation => violation.Contains(expected, StringComparison.Ordinal));
        Assert.Throws<StreamGrammarException>(verdict.EnsureValid);
    }

    [Theory]
    [InlineData("event: ping\ndata: {\"type\":\"message_stop\"}\n\n", "the event line says \"ping\"")]
    [InlineData("data: {\"type\":\"ping\"}\n\n", "no event line")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}\n", "never dispatched")]
    [InlineData("event: ping\ndata: {\"type\":\n\ndata: \"ping\"}\n\n", "not readable")]
    [InlineData("event: ping\nsurprise: 1\ndata: {\"type\":\"ping\"}\n\n", "unknown field \"surprise\"")]
    public void Broken_SSE_is_refused(string body, string expected) => AssertSse(Encoding.UTF8.GetBytes(body), expected);

    [Fact]
    public void A_body_that_is_not_UTF_8_is_refused() =>
        AssertSse([.. "event: ping\ndata: {\"type\":\"ping\",\"x\":\""u8, 0xC3, .. "\"}\n\n"u8], "not UTF-8");

    private static void AssertSse(byte[] body, string expected)
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes(GoodStreams.Sse([Start])), .. body];

        var verdict = MessageGrammar.CheckSse(whole);

        Assert.Contains(verdict.Violations, violation => violation.Contains(expected, StringComparison.Ordinal));
    }
}

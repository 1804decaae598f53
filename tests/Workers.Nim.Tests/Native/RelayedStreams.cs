using System.Text;
using Pipeline.TestKit.Grammar;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Translation.Answers;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class RelayedStreams
{
    [Fact]
    public void A_good_stream_passes_as_it_came_but_for_the_models_name()
    {
        string[] stream =
        [
            Start, Thinking(0), ThinkingDelta(0), Signature(0), Stop(0), Text(1), TextDelta(1, "Grüße \\ud83e\\udd80 \\/"), TextDelta(1, "b"), Stop(1),
            Tool(2, "toolu_abcdefghijkl"), Input(2, "{\"a\""), Input(2, ":1}"), Stop(2), End("tool_use"), MessageStop,
        ];

        var relayed = Relayed.To(stream);

        Assert.Equal(AnswerEnd.Complete, relayed.End);
        Assert.Equal([stream[0].Replace("\"m\"", "\"claude-opus-4-5\"", StringComparison.Ordinal), .. stream[1..]], relayed.Events);
    }

    [Fact]
    public void Pings_and_events_that_nobody_knows_are_dropped()
    {
        var relayed = Relayed.To(
            Ping, Start, Ping, """{"type":"surprise","index":0}""", Text(0), Ping, TextDelta(0), Delta(0, """{"type":"mystery_delta","text":"x"}"""),
            Delta(0, """{"type":"citations_delta","citation":{}}"""), "{}", Stop(0), End(), Ping, MessageStop, TextDelta(0), Error);

        Assert.Equal("a", relayed.Message.Text);
    }

    [Fact]
    public void Nothing_is_written_before_the_first_meaningful_word()
    {
        var sink = new EventSink();
        var answer = new NativeAnswer(Relayed.Context, sink);
        foreach (var payload in (string[])[Start, Text(0), TextDelta(0, ""), TextDelta(0, "\\n")]) answer.Accept(Encoding.UTF8.GetBytes(payload));
        Assert.False(answer.HasContent);

        answer.Accept(Encoding.UTF8.GetBytes(TextDelta(0, "a")));

        Assert.True(answer.HasContent);
        Assert.Equal([Start.Replace("\"m\"", "\"claude-opus-4-5\"", StringComparison.Ordinal), Text(0), TextDelta(0, "\\na")], sink.Events);
    }

    [Fact]
    public void Blocks_without_content_are_dropped_and_the_others_renumbered()
    {
        var relayed = Relayed.To(
            Start, Text(0), Stop(0), Thinking(1), Stop(1), Text(2), TextDelta(2, " "), Stop(2), Block(3, """{"type":"mystery","x":1}"""), Stop(3),
            Text(4), TextDelta(4), Stop(4), End(), MessageStop);

        Assert.Equal([new TextBlock("a")], relayed.Message.Blocks);
    }

    [Fact]
    public void Thinking_nobody_asked_for_is_dropped_and_the_others_renumbered()
    {
        var hidden = Relayed.Context with { ShowThinking = false };

        var relayed = Relayed.To(
            hidden, Start, Thinking(0), ThinkingDelta(0), Signature(0), Stop(0), Block(1, """{"type":"redacted_thinking","data":"x"}"""), Stop(1),
            Text(2), TextDelta(2), Stop(2), End(), MessageStop);

        Assert.Equal([new TextBlock("a")], relayed.Message.Blocks);
        Assert.Equal(AnswerEnd.Empty, Relayed.To(hidden, Start, Thinking(0), ThinkingDelta(0), Stop(0), End(), MessageStop).End);
    }

    [Fact]
    public void Blocks_that_are_left_open_to_the_end_are_closed_when_the_next_begins()
    {
        var sink = new EventSink();
        var answer = new NativeAnswer(Relayed.Context, sink);
        string[] stream =
        [
            Start, Thinking(0), ThinkingDelta(0), Text(1), TextDelta(1), Tool(2), Input(2, "{}"), Tool(3, "toolu_2"), Input(3, "{\"a\":1}"),
            Delta(0, """{"type":"signature_delta","signature":""}"""), Stop(0), Stop(1), Stop(2), Stop(3), End("tool_use"), MessageStop,
        ];

        foreach (var payload in stream[..5]) Assert.Null(answer.Accept(Encoding.UTF8.GetBytes(payload)));
        Assert.Contains(TextDelta(1), sink.Events);

        var relayed = Relayed.To(stream);
        Assert.Equal(AnswerEnd.Complete, relayed.End);
        Assert.Equal("hm", relayed.Message.Thinking);
        Assert.Equal("a", relayed.Message.Text);
        Assert.Equal([("Bash", "{}"), ("Bash", """{"a":1}""")], relayed.Message.ToolUses.Select(call => (call.Name, call.Input)));
    }

    [Fact]
    public void Interleaved_blocks_lose_nothing()
    {
        var relayed = Relayed.To(
            Start, Tool(0), Input(0, "{\"a\""), Tool(1, "toolu_2"), Input(1, "{\"b\""), Text(2), TextDelta(2), Input(0, ":1}"), Input(1, ":2}"), TextDelta(2, "b"),
            Stop(2), Stop(1), Stop(0), End("tool_use"), MessageStop);

        Assert.Equal(["""{"a":1}""", """{"b":2}"""], relayed.Message.ToolUses.Select(call => call.Input));
        Assert.Equal("ab", relayed.Message.Text);
    }

    [Fact]
    public void Late_and_unannounced_pieces_get_a_block_of_their_own()
    {
        var relayed = Relayed.To(
            TextDelta(0, "a"), ThinkingDelta(0), Start, Text(1), TextDelta(1, "b"), Stop(1), TextDelta(1, "c"), """{"type":"content_block_delta","delta":{"type":"text_delta","text":"d"}}""",
            Stop(7), End(), MessageStop);

        Assert.Equal(["a", "b", "cd"], relayed.Message.Blocks.OfType<TextBlock>().Select(block => block.Text));
        Assert.Equal("hm", relayed.Message.Thinking);
    }

    [Fact]
    public void A_start_that_holds_content_already_becomes_a_start_and_a_delta()
    {
        var relayed = Relayed.To(
            Start, Block(0, """{"type":"thinking","thinking":"hm","signature":"sig"}"""), Stop(0), Block(1, """{"type":"text","text":"a"}"""), TextDelta(1, "b"), Stop(1),
            Block(2, """{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"a": 1}}"""), Stop(2), End("tool_use"), MessageStop);

        Assert.Equal(new ThinkingBlock("hm", "sig"), relayed.Message.Blocks[0]);
        Assert.Equal(new TextBlock("ab"), relayed.Message.Blocks[1]);
        Assert.Equal("""{"a": 1}""", Assert.Single(relayed.Message.ToolUses).Input);
    }

    [Fact]
    public void Blocks_of_server_tools_and_encrypted_thinking_pass()
    {
        const string Redacted = """{"type":"redacted_thinking","data":"x"}""";
        const string Search = """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}""";
        const string Result = """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}""";

        var relayed = Relayed.To(
            Start, Block(0, Redacted), Stop(0), Block(1, Search), Input(1, "{\"query\":\"x\"}"), Stop(1), Block(2, Result), Stop(2), Text(3), TextDelta(3), Stop(3), End(), MessageStop);

        Assert.Equal(
            [new OtherBlock("redacted_thinking", Redacted), new OtherBlock("server_tool_use", """{"query":"x"}"""), new OtherBlock("web_search_tool_result", Result), new TextBlock("a")],
            relayed.Message.Blocks);
        Assert.Contains(Block(1, Search), relayed.Events);
    }

    [Theory]
    [InlineData("a\\ud83d", "\\ude00b", "a😀b")]
    [InlineData("a\\ud83d", "b", "a\ufffdb")]
    [InlineData("a", "\\ude00b", "a\ufffdb")]
    [InlineData("a", "b\\ud83d", "ab\ufffd")]
    [InlineData("a\\ud83db", "c", "a\ufffdbc")]
    public void Halves_of_surrogate_pairs_are_joined_or_replaced(string first, string second, string expected) =>
        Assert.Equal(expected, Relayed.To(Start, Text(0), TextDelta(0, first), TextDelta(0, second), Stop(0), End(), MessageStop).Message.Text);

    [Fact]
    public void Bytes_that_are_no_text_and_line_breaks_between_values_do_not_reach_the_client()
    {
        var sink = new EventSink();
        var answer = new NativeAnswer(Relayed.Context, sink);
        answer.Accept("{\r\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\r\n\"text_delta\",\"text\":\"aü\"}}"u8);
        answer.Accept([.. "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"b"u8, 0xC3, .. "\",\r\"type\":\"text_delta\"}}"u8]);
        answer.Accept("{\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\r\"usage\":{\"output_tokens\":1},\"type\":\"message_delta\"}"u8);
        answer.Accept("{\"type\":\"message_stop\"}"u8);

        Assert.Equal(AnswerEnd.Complete, answer.Finish(doneReceived: false));
        Assert.Equal("aüb\ufffd", MessageGrammar.Check(sink.Events).EnsureComplete().Text);
    }
}

using System.Text;
using Pipeline.TestKit.Grammar;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Grammar;

public sealed class GoodStreams
{
    private static readonly string[] Whole =
    [
        Ping, Start, Thinking(0), ThinkingDelta(0), Ping, Signature(0), Stop(0), Text(1), TextDelta(1, "a"), TextDelta(1, "b"), Stop(1),
        Tool(2), Input(2, "{\"a\""), Input(2, ":1}"), Stop(2), Tool(3, "toolu_2"), Stop(3),
        End("tool_use", usage: """{"input_tokens":7,"cache_read_input_tokens":3,"output_tokens":5}"""), MessageStop,
    ];

    [Fact]
    public void A_good_stream_folds_to_its_message()
    {
        var message = MessageGrammar.Check(Whole).EnsureComplete();

        Assert.Equal(
            [new ThinkingBlock("hm", "s"), new TextBlock("ab"), new ToolUseBlock("toolu_1", "Bash", """{"a":1}"""), new ToolUseBlock("toolu_2", "Bash", "{}")],
            message.Blocks);
        Assert.Equal("tool_use", message.StopReason);
        Assert.Equal(new FoldedUsage { InputTokens = 7, OutputTokens = 5, CacheReadInputTokens = 3 }, message.Usage);
    }

    [Fact]
    public void The_same_stream_as_SSE_folds_to_the_same_message()
    {
        var verdict = MessageGrammar.CheckSse(Encoding.UTF8.GetBytes(": hello\n\n" + Sse(Whole)));

        Assert.Equal(MessageGrammar.Check(Whole).EnsureComplete().Blocks, verdict.EnsureComplete().Blocks);
    }

    [Fact]
    public void Carriage_returns_end_lines_too() =>
        MessageGrammar.CheckSse(Encoding.UTF8.GetBytes(Sse(Whole).ReplaceLineEndings("\r\n"))).EnsureComplete();

    [Fact]
    public void An_error_ends_a_stream_anywhere()
    {
        Assert.Equal(new StreamError("overloaded_error", "later"), MessageGrammar.Check([Error]).Error);

        var verdict = MessageGrammar.Check([Start, Text(0), TextDelta(0, "half"), Error]);
        Assert.Equal("half", verdict.EnsureValid().Text);
        Assert.Throws<StreamGrammarException>(verdict.EnsureComplete);
    }

    [Fact]
    public void A_truncated_answer_may_hold_half_a_tool_input() =>
        Assert.Equal("{\"a", MessageGrammar.Check([Start, Tool(0), Input(0, "{\"a"), Stop(0), End("max_tokens"), MessageStop]).EnsureComplete().ToolUses[0].Input);

    [Fact]
    public void An_answer_may_have_no_blocks() => MessageGrammar.Check([Start, End("refusal"), MessageStop]).EnsureComplete();

    [Fact]
    public void A_stop_sequence_is_folded() =>
        Assert.Equal("STOP", MessageGrammar.Check([Start, End("stop_sequence", "\"STOP\""), MessageStop]).EnsureComplete().StopSequence);

    internal static string Sse(IEnumerable<string> events) =>
        string.Concat(events.Select(json => $"event: {json.Split('"')[3]}\ndata: {json}\n\n"));
}

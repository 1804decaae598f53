using System.Text;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Answers.Blocks;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class RelayedUsage
{
    [Fact]
    public void The_upstreams_figures_are_kept_with_all_that_stands_beside_them()
    {
        const string Usage = """{"input_tokens":7,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":1,"service_tier":"standard"}""";

        var relayed = Relayed.To(StartWith(Usage), Text(0), TextDelta(0), Stop(0), End(usage: """{"output_tokens":5,"server_tool_use":{"web_search_requests":1}}"""), MessageStop);

        Assert.Contains(Usage, relayed.Events[0], StringComparison.Ordinal);
        Assert.Contains("server_tool_use", relayed.Events[^2], StringComparison.Ordinal);
        Assert.Equal(327, relayed.Answer.ReportedPromptTokens);
        Assert.Equal(new AnswerUsage(InputTokens: 27, OutputTokens: 5, CachedTokens: 300), relayed.Answer.Usage);
    }

    [Theory]
    [InlineData("""{"input_tokens":0,"output_tokens":0}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Where_the_start_has_no_figures_the_estimate_stands_until_the_end(string usage)
    {
        var relayed = Relayed.To(StartWith(usage), Text(0), TextDelta(0), Stop(0), End(usage: """{"input_tokens":50,"output_tokens":5}"""), MessageStop);

        Assert.Contains("\"input_tokens\":100,", relayed.Events[0], StringComparison.Ordinal);
        Assert.Equal(50, relayed.Message.Usage.InputTokens);
        Assert.Equal(50, relayed.Answer.ReportedPromptTokens);
    }

    [Theory]
    [InlineData("""{"input_tokens":0,"output_tokens":5}""", 5)]
    [InlineData("""{"input_tokens":0,"output_tokens":0}""", 3)]
    [InlineData("null", 3)]
    public void Figures_that_say_nothing_do_not_overwrite_those_that_do(string usage, int output)
    {
        var relayed = Relayed.To(StartWith("""{"input_tokens":30}"""), Text(0), TextDelta(0, "12345678"), Stop(0), End(usage: usage), MessageStop);

        Assert.Equal(30, relayed.Message.Usage.InputTokens);
        Assert.Equal(output, relayed.Message.Usage.OutputTokens);
    }

    [Fact]
    public void A_prompt_wholly_from_the_cache_still_has_input()
    {
        var relayed = Relayed.To(StartWith("""{"input_tokens":0,"cache_read_input_tokens":90,"output_tokens":0}"""), Text(0), TextDelta(0), Stop(0), End(), MessageStop);

        Assert.Contains("\"input_tokens\":1,", relayed.Events[0], StringComparison.Ordinal);
        Assert.Equal(90, relayed.Answer.ReportedPromptTokens);
    }

    [Fact]
    public void The_messages_id_is_kept_or_made()
    {
        Assert.Equal("msg_up", Relayed.To(StartWith("null").Replace("msg_1", "msg_up", StringComparison.Ordinal), Text(0), TextDelta(0), End(), MessageStop).Message.Id);
        Assert.Equal("msg_1", Relayed.To("""{"type":"message_start","message":{}}""", Text(0), TextDelta(0), End(), MessageStop).Message.Id);
        Assert.Equal("msg_1", Relayed.To(Text(0), TextDelta(0), End(), MessageStop).Message.Id);
    }

    [Fact]
    public void A_counter_counts_thinking_text_and_input()
    {
        var counter = new LengthCounter();
        var answer = new NativeAnswer(Relayed.Context with { ShowThinking = false }, new EventSink(), counter);
        string[] stream = [Start, Thinking(0), ThinkingDelta(0), Signature(0), Text(1), TextDelta(1, "abc"), Tool(2), Input(2, "{}"), End("tool_use"), MessageStop];

        foreach (var payload in stream) answer.Accept(Encoding.UTF8.GetBytes(payload));

        Assert.Equal("hmabc{}".Length, counter.Count());
    }

    private static string StartWith(string usage) => Start.Replace("""{"input_tokens":10,"output_tokens":1}""", usage, StringComparison.Ordinal);

    private sealed class LengthCounter : IOutputCounter
    {
        private int _length;

        public void Add(BlockKind kind, ReadOnlySpan<char> piece) => _length += piece.Length;

        public int Count() => _length;
    }
}

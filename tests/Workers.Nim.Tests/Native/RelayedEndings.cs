using System.Text;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Translation.Answers;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class RelayedEndings
{
    private static readonly string[] Words = [Start, Text(0), TextDelta(0), Stop(0)];

    [Fact]
    public void Without_message_stop_a_message_is_cut()
    {
        Assert.Equal(AnswerEnd.Cut, Relayed.To(Words).End);
        Assert.Equal(AnswerEnd.Cut, Relayed.To([.. Words, End()]).End);
        Assert.Equal(AnswerEnd.Cut, Relayed.To().End);
        Assert.DoesNotContain(Relayed.To([.. Words, End()]).Events, json => json.Contains("message_delta", StringComparison.Ordinal));
    }

    [Fact]
    public void A_done_after_the_stop_reason_stands_in_for_message_stop()
    {
        Assert.Equal(AnswerEnd.Complete, Relayed.Done([.. Words, End()]).End);
        Assert.Equal(AnswerEnd.Cut, Relayed.Done(Words).End);
    }

    [Fact]
    public void Message_stop_ends_the_answer_for_whoever_reads_it()
    {
        var answer = new NativeAnswer(Relayed.Context, new EventSink());
        foreach (var payload in Words.Append(End())) Assert.Null(answer.Accept(Encoding.UTF8.GetBytes(payload)));
        Assert.False(answer.IsEnded);

        answer.Accept(Encoding.UTF8.GetBytes(MessageStop));

        Assert.True(answer.IsEnded);
        Assert.True(answer.HasFinishReason);
    }

    [Fact]
    public void A_message_stop_without_message_delta_gets_one() =>
        Assert.Equal("end_turn", Relayed.To([.. Words, MessageStop]).Message.StopReason);

    [Fact]
    public void Blocks_that_were_never_stopped_are_closed_at_the_end() =>
        Assert.Equal("a", Relayed.To(Start, Text(0), TextDelta(0), End(), MessageStop).Message.Text);

    [Fact]
    public void A_message_without_content_is_empty()
    {
        Assert.Equal(AnswerEnd.Empty, Relayed.To(Start, End(), MessageStop).End);
        Assert.Equal(AnswerEnd.Empty, Relayed.To(Start, Text(0), TextDelta(0, "\\n "), Stop(0), End(), MessageStop).End);
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("refusal")]
    public void A_message_without_content_is_complete_where_the_reason_explains_it(string reason) =>
        Assert.Equal(reason, Relayed.To(Start, End(reason), MessageStop).Message.StopReason);

    [Theory]
    [InlineData("end_turn", "null", "end_turn")]
    [InlineData("stop_sequence", "\"x\"", "stop_sequence")]
    [InlineData("stop_sequence", "null", "end_turn")]
    [InlineData("end_turn", "\"x\"", "end_turn")]
    [InlineData("tool_use", "null", "end_turn")]
    [InlineData("pause_turn", "null", "pause_turn")]
    [InlineData("stop", "null", "end_turn")]
    [InlineData("", "null", "end_turn")]
    public void The_stop_reason_is_one_that_holds(string reason, string sequence, string expected) =>
        Assert.Equal(expected, Relayed.To([.. Words, End(reason, sequence), MessageStop]).Message.StopReason);

    [Theory]
    [InlineData("end_turn", "tool_use")]
    [InlineData("stop", "tool_use")]
    [InlineData("max_tokens", "max_tokens")]
    public void A_tool_call_is_the_stop_reason_unless_the_answer_was_cut(string reason, string expected) =>
        Assert.Equal(expected, Relayed.To(Start, Tool(0), Stop(0), End(reason), MessageStop).Message.StopReason);

    [Fact]
    public void Of_several_message_deltas_one_is_made()
    {
        var relayed = Relayed.To([.. Words, End("max_tokens", usage: """{"output_tokens":5}"""), """{"type":"message_delta","delta":{},"usage":{"output_tokens":9}}""", MessageStop]);

        Assert.Equal("max_tokens", relayed.Message.StopReason);
        Assert.Equal(9, relayed.Message.Usage.OutputTokens);
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"later"}}""", 529, "later")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"no"},"request_id":"r"}""", 400, "no")]
    [InlineData("""{"type":"error","error":{"type":"api_error","message":"it broke"}}""", null, "it broke")]
    [InlineData("""{"error":{"code":503,"message":"Loading model"}}""", 503, "Loading model")]
    [InlineData("""{"type":"error","message":"loose"}""", null, "loose")]
    [InlineData("""{"detail":"Not Found"}""", null, "Not Found")]
    public void An_error_event_is_the_upstreams_error(string payload, int? status, string message) =>
        Assert.Equal(new UpstreamError(status, message), Accept(payload));

    [Theory]
    [InlineData("<html>502 Bad Gateway</html>", "not JSON")]
    [InlineData("{\"type\":\"ping\"", "not JSON")]
    [InlineData("[]", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("""{"id":"c1","choices":[{"index":0,"delta":{"content":"a"}}]}""", "OpenAI's format")]
    public void A_payload_that_is_no_event_is_an_error(string payload, string expected) =>
        Assert.Contains(expected, Accept(payload)?.Message, StringComparison.Ordinal);

    private static UpstreamError? Accept(string payload) =>
        new NativeAnswer(Relayed.Context, new EventSink()).Accept(Encoding.UTF8.GetBytes(payload));
}

using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class Endings
{
    [Theory]
    [InlineData("stop", "end_turn")]
    [InlineData("length", "max_tokens")]
    [InlineData("content_filter", "refusal")]
    [InlineData("something_new", "end_turn")]
    public void Finish_reasons_are_translated(string reason, string expected) =>
        Assert.Equal(expected, Answer.To(Delta.Text("a"), Delta.Finish(reason)).Message.StopReason);

    [Theory]
    [InlineData("stop")]
    [InlineData("tool_calls")]
    [InlineData("function_call")]
    [InlineData("content_filter")]
    public void A_tool_call_is_the_stop_reason_whatever_the_upstream_says(string reason) =>
        Assert.Equal("tool_use", Answer.To(Delta.Call(0, "a", "Bash", "{}"), Delta.Finish(reason)).Message.StopReason);

    [Theory]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public void An_empty_answer_is_complete_where_the_reason_explains_it(string reason, string name)
    {
        var answer = Answer.To(Delta.Finish(reason));

        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Empty(answer.Message.Blocks);
        Assert.Equal(name == "length" ? "max_tokens" : "refusal", answer.Message.StopReason);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("tool_calls")]
    public void An_answer_without_content_is_empty(string reason) =>
        Assert.Equal(AnswerEnd.Empty, Answer.To(Delta.Finish(reason)).End);

    [Fact]
    public void An_answer_of_white_space_is_empty() =>
        Assert.Equal(AnswerEnd.Empty, Answer.To(Delta.Text(" \n"), Delta.Text("\t"), Delta.Finish("stop")).End);

    [Fact]
    public void A_stream_of_nothing_but_done_is_empty() => Assert.Equal(AnswerEnd.Empty, Answer.To().End);

    [Fact]
    public void Done_without_a_finish_reason_ends_the_turn()
    {
        Assert.Equal("end_turn", Answer.To(Delta.Text("a")).Message.StopReason);
        Assert.Equal("tool_use", Answer.To(Delta.Call(0, "a", "Bash", "{}")).Message.StopReason);
    }

    [Fact]
    public void A_finish_reason_without_done_is_complete() =>
        Assert.Equal(AnswerEnd.Complete, Answer.Cut(Delta.Text("a"), Delta.Finish("stop")).End);

    [Fact]
    public void A_cut_stream_is_never_ended()
    {
        var answer = Answer.Cut(Delta.Text("half an ans"));

        Assert.Equal(AnswerEnd.Cut, answer.End);
        Assert.Equal("half an ans", answer.Message.Text);
        Assert.DoesNotContain(answer.Events, json => json.Contains("content_block_stop", StringComparison.Ordinal));
        Assert.DoesNotContain(answer.Events, json => json.Contains("message_delta", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cut_before_any_content_writes_nothing() => Assert.Empty(Answer.Cut(Delta.Of("{}")).Events);

    [Theory]
    [InlineData("\"stop_reason\":\"STOP\"")]
    [InlineData("\"matched_stop\":\"STOP\"")]
    public void The_stop_sequence_that_matched_is_named(string matched)
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Choice($$"""{"index":0,"delta":{},"finish_reason":"stop",{{matched}}}"""));

        Assert.Equal("stop_sequence", answer.Message.StopReason);
        Assert.Equal("STOP", answer.Message.StopSequence);
    }

    [Theory]
    [InlineData("\"stop_reason\":128009")]
    [InlineData("\"stop_reason\":null")]
    [InlineData("\"stop_reason\":\"eos\"")]
    public void A_stop_token_or_a_sequence_nobody_asked_for_is_an_end_of_turn(string matched)
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Choice($$"""{"index":0,"delta":{},"finish_reason":"stop",{{matched}}}"""));

        Assert.Equal("end_turn", answer.Message.StopReason);
    }
}

using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class TextAnswers
{
    [Fact]
    public void A_plain_answer_becomes_one_text_block()
    {
        var answer = Answer.To(Delta.Of("""{"role":"assistant","content":""}"""), Delta.Text("Hel"), Delta.Text("lo"), Delta.Finish("stop"));

        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Equal("Hello", answer.Message.Text);
        Assert.Equal("end_turn", answer.Message.StopReason);
        Assert.Equal("msg_1", answer.Message.Id);
        Assert.Equal("claude-opus-4-5", answer.Message.Model);
    }

    [Fact]
    public void The_events_have_the_exact_bytes_that_clients_see()
    {
        var answer = Answer.To(Delta.Text("Grüße \"🦀\"\n"), Delta.Finish("stop"));

        Assert.Equal(
            [
                """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße \"🦀\"\n"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":100,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":8}}""",
                """{"type":"message_stop"}""",
            ],
            answer.Events);
    }

    [Fact]
    public void Each_chunk_of_text_leaves_at_once_as_one_delta()
    {
        var answer = Answer.To(Delta.Text("a < b <div> `c` <"), Delta.Text("p>"), Delta.Finish("stop"));

        Assert.Equal("a < b <div> `c` <p>", answer.Message.Text);
        Assert.Equal(2, answer.Events.Count(json => json.Contains("text_delta", StringComparison.Ordinal)));
    }

    [Fact]
    public void Leading_and_trailing_white_space_is_kept()
    {
        var answer = Answer.To(Delta.Text("\n"), Delta.Text("\n  a"), Delta.Text(" \n"), Delta.Finish("stop"));

        Assert.Equal("\n\n  a \n", answer.Message.Text);
    }

    [Fact]
    public void Content_as_a_list_of_parts_is_text()
    {
        var answer = Answer.To(Delta.Of("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"""), Delta.Finish("stop"));

        Assert.Equal("ab", answer.Message.Text);
    }

    [Fact]
    public void Mistral_thinking_parts_are_thinking()
    {
        var answer = Answer.To(
            Delta.Of("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]}"""),
            Delta.Finish("stop"));

        Assert.Equal("hm", answer.Message.Thinking);
        Assert.Equal("b", answer.Message.Text);
    }

    [Theory]
    [InlineData("""{"delta":{"content":"other"},"index":1}""")]
    [InlineData("""{"index":2,"delta":{"content":"other"},"finish_reason":"length"}""")]
    public void Only_the_first_choice_is_answered(string other)
    {
        var answer = Answer.To(Delta.Text("mine"), Delta.Choice(other), Delta.Finish("stop"));

        Assert.Equal("mine", answer.Message.Text);
        Assert.Equal("end_turn", answer.Message.StopReason);
    }

    [Theory]
    [InlineData("""{"role":"assistant"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"content":null,"tool_calls":null,"function_call":null,"reasoning_content":null,"refusal":null}""")]
    [InlineData("""{"content":"","tool_calls":[]}""")]
    [InlineData("""{"content":7,"tool_calls":"x","surprise":{"a":[1]}}""")]
    public void Chunks_that_say_nothing_write_nothing(string delta)
    {
        var answer = Answer.To(Delta.Of(delta), Delta.Finish("stop"));

        Assert.Equal(AnswerEnd.Empty, answer.End);
    }

    [Fact]
    public void Halves_of_a_surrogate_pair_are_joined_across_chunks()
    {
        var answer = Answer.To(Delta.Text("a\ud83d"), Delta.Text("\ude00b"), Delta.Finish("stop"));

        Assert.Equal("a😀b", answer.Message.Text);
    }

    [Theory]
    [InlineData("""a\ud83d""", "b", "a\ufffdb")]
    [InlineData("a", """\ude00b""", "a\ufffdb")]
    [InlineData("a", """b\ud83d""", "ab\ufffd")]
    public void Half_a_surrogate_pair_without_its_partner_becomes_a_replacement_character(string first, string second, string expected)
    {
        var answer = Answer.To(Delta.Of($$"""{"content":"{{first}}"}"""), Delta.Of($$"""{"content":"{{second}}"}"""), Delta.Finish("stop"));

        Assert.Equal(expected, answer.Message.Text);
    }

    [Fact]
    public void A_refusal_is_text_with_its_stop_reason()
    {
        var answer = Answer.To(Delta.Of("""{"refusal":"I can't "}"""), Delta.Of("""{"refusal":"do that."}"""), Delta.Finish("stop"));

        Assert.Equal("I can't do that.", answer.Message.Text);
        Assert.Equal("refusal", answer.Message.StopReason);
    }

    [Fact]
    public void A_completion_that_was_not_streamed_is_translated_like_a_stream()
    {
        var answer = Answer.To(
            """
            {"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","reasoning_content":"hm",
            "tool_calls":[{"id":"call_0","type":"function","function":{"name":"Bash","arguments":"{\"command\":\"ls\"}"}}]},"finish_reason":"tool_calls"}],
            "usage":{"prompt_tokens":10,"completion_tokens":5}}
            """);

        Assert.Equal("hm", answer.Message.Thinking);
        Assert.Equal("Hi", answer.Message.Text);
        Assert.Equal("""{"command":"ls"}""", Assert.Single(answer.Message.ToolUses).Input);
        Assert.Equal("tool_use", answer.Message.StopReason);
    }

    [Fact]
    public void The_whole_message_repeated_at_the_end_of_a_stream_is_not_answered_twice()
    {
        var answer = Answer.To(
            Delta.Text("Hi"),
            Delta.Choice("""{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}"""));

        Assert.Equal("Hi", answer.Message.Text);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":""}""")]
    [InlineData("""{"reasoning_content":"hm"}""")]
    public void What_only_the_whole_message_at_the_end_holds_is_not_lost(string delta)
    {
        var answer = Answer.To(
            Delta.Of(delta),
            Delta.Choice("""{"index":0,"delta":{"content":""},"message":{"reasoning_content":"hm","content":"Hi"},"finish_reason":"stop"}"""));

        Assert.Equal("Hi", answer.Message.Text);
        Assert.Equal("hm", answer.Message.Thinking);
    }

    [Fact]
    public void Calls_that_only_the_whole_message_at_the_end_holds_are_not_lost()
    {
        var answer = Answer.To(
            Delta.Text("I look."),
            Delta.Choice("""{"index":0,"message":{"content":"I look.","tool_calls":[{"id":"a","function":{"name":"Bash","arguments":"{}"}}]},"finish_reason":"tool_calls"}"""));

        Assert.Equal("I look.", answer.Message.Text);
        Assert.Equal("Bash", Assert.Single(answer.Message.ToolUses).Name);
    }

    [Fact]
    public void A_call_written_as_text_is_not_made_again_by_the_whole_message_at_the_end()
    {
        var answer = Answer.To(
            Delta.Text("<function=Bash><parameter=command>ls</parameter></function>"),
            Delta.Choice("""{"index":0,"message":{"content":"","tool_calls":[{"id":"a","function":{"name":"Bash","arguments":"{}"}}]},"finish_reason":"tool_calls"}"""));

        Assert.Single(answer.Message.ToolUses);
    }
}

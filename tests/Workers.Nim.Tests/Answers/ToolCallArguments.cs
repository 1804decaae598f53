using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolCallArguments
{
    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    [InlineData("\"{}\"")]
    [InlineData("\" \"")]
    [InlineData("{}")]
    public void Empty_arguments_write_no_delta(string arguments)
    {
        var answer = Answer.To(Raw($$"""{"index":0,"id":"a","function":{"name":"Bash","arguments":{{arguments}} } }"""), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", "{}"));
        Assert.DoesNotContain(answer.Events, json => json.Contains("input_json_delta", StringComparison.Ordinal));
    }

    [Fact]
    public void Null_arguments_between_pieces_change_nothing()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash", "{\"a\":"),
            Raw("""{"index":0,"function":{"arguments":null}}"""),
            Delta.Call(0, arguments: "1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Arguments_may_be_an_object()
    {
        var answer = Answer.To(Raw("""{"index":0,"id":"a","function":{"name":"Bash","arguments":{"command":"ls","n":[1, 2]}}}"""), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"command":"ls","n":[1, 2]}"""));
    }

    [Fact]
    public void Arguments_encoded_twice_are_decoded_once()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash", "\"{\\\"command\\\":\\\"ec"),
            Delta.Call(0, arguments: "ho \\\\\\\"x\\\\\\\"\\\"}\""),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"command":"echo \"x\""}"""));
    }

    [Fact]
    public void An_empty_object_before_the_real_arguments_gives_way_to_them()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{}"), Delta.Call(0, arguments: "{\"a\":1}"), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("}")]
    [InlineData(" \n")]
    public void Arguments_repeated_whole_or_a_bracket_too_many_are_dropped(string surplus)
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"a\""), Delta.Call(0, arguments: ":1}"), Delta.Call(0, arguments: surplus), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Halves_of_a_surrogate_pair_in_arguments_are_joined()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"a\":\"\ud83d"), Delta.Call(0, arguments: "\ude00\"}"), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":"😀"}"""));
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\" 1}")]
    [InlineData("[1]")]
    [InlineData("ls -l")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    [InlineData("\"no object\"")]
    public void A_finished_answer_with_arguments_that_are_no_JSON_object_is_not_ended(string arguments)
    {
        var answer = Answer.To(Delta.Text("x"), Delta.Call(0, "a", "Bash", arguments), Delta.Finish("tool_calls"));

        Assert.Equal(AnswerEnd.InvalidToolArguments, answer.End);
        Assert.DoesNotContain(answer.Events, json => json.Contains("message_delta", StringComparison.Ordinal));
    }

    private static string Raw(string piece) => Delta.Of($$"""{"tool_calls":[{{piece}}]}""");
}

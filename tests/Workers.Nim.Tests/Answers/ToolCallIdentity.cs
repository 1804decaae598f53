using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolCallIdentity
{
    [Theory]
    [InlineData("Ba", "sh")]
    [InlineData("Bash", "Bash")]
    [InlineData("Ba", "Bash")]
    [InlineData("Bash", "")]
    public void A_name_in_pieces_or_repeated_is_one_name(string first, string second)
    {
        var answer = Answer.To(
            Delta.Call(0, "a", first, ""),
            Delta.Call(0, "a", second, "{\"a\":"),
            Delta.Call(0, "a", second == "sh" ? null : second, "1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void A_name_that_begins_another_tools_name_waits_for_its_second_half()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Task"), Delta.Call(0, "a", "Output"), Delta.Call(0, arguments: "{\"a\":1}"), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("TaskOutput", """{"a":1}"""));
    }

    [Fact]
    public void Arguments_before_the_name_are_kept()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", arguments: "{\"a\":"),
            Delta.Call(0, name: "Ba"),
            Delta.Call(0, name: "sh", arguments: "1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void A_tool_nobody_declared_is_passed_on_for_the_client_to_judge()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Teleport", "{\"to\":\"Mars\"}"), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Teleport", """{"to":"Mars"}"""));
    }

    [Fact]
    public void Ids_and_indexes_may_be_missing()
    {
        var answer = Answer.To(
            Delta.Call(name: "Bash", arguments: "{\"a\":1}"),
            Delta.Call(name: "Bash", arguments: "{\"a\":1}"),
            Delta.Call(name: "Read", arguments: "{\"b\""),
            Delta.Call(arguments: ":2}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void Calls_without_indexes_in_one_list_are_told_apart_by_their_place()
    {
        var answer = Answer.To(
            Delta.Of($$"""{"tool_calls":[{{Delta.Piece(name: "Bash")}},{{Delta.Piece(name: "Bash", arguments: "{\"a\":1}")}}]}"""),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", "{}"), ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Calls_without_indexes_are_continued_by_id()
    {
        var answer = Answer.To(
            Delta.Of($$"""{"tool_calls":[{{Delta.Piece(id: "a", name: "Bash")}},{{Delta.Piece(id: "b", name: "Read")}}]}"""),
            Delta.Call(id: "b", arguments: "{\"b\":2}"),
            Delta.Call(id: "a", arguments: "{\"a\":1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Theory]
    [InlineData("{\"a\":1}", """{"a":1}""")]
    [InlineData("", "{}")]
    public void A_new_id_and_name_under_the_same_index_is_a_new_call(string arguments, string first)
    {
        var answer = Answer.To(
            Delta.Call(0, "id_1", "Bash", arguments),
            Delta.Call(0, "id_2", "Read", "{\"b\":"),
            Delta.Call(0, "id_2", arguments: "2}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", first), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void An_id_of_its_own_in_every_chunk_is_still_one_call()
    {
        var answer = Answer.To(
            Delta.Call(0, "id_1", "Bash", "{\"a\":"),
            Delta.Call(0, "id_2", arguments: "1"),
            Delta.Call(0, "id_3", arguments: "}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Indexes_that_come_out_of_order_are_put_in_order()
    {
        var answer = Answer.To(
            Delta.Call(1, "b", "Read", "{\"b\":2}"),
            Delta.Call(0, "a", "Bash", "{\"a\":1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void Indexes_that_do_not_begin_at_zero_lose_nothing()
    {
        var answer = Answer.To(Delta.Call(3, "b", "Read", "{\"b\":2}"), Delta.Call(2, "a", "Bash", "{\"a\":1}"), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void Arguments_without_a_name_are_invalid() =>
        Assert.Equal(AnswerEnd.InvalidToolArguments, Answer.To(Delta.Call(0, "a", arguments: "{\"a\":1}"), Delta.Finish("tool_calls")).End);
}

using Pipeline.TestKit.Grammar;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ToolCalls
{
    [Fact]
    public void Arguments_are_streamed_as_they_come()
    {
        var answer = Answer.To(
            Delta.Call(0, "call_abcdefgh1234", "Bash", ""),
            Delta.Call(0, arguments: "{\"comm"),
            Delta.Call(0, arguments: "and\":\"ls\"}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"command":"ls"}"""));
        Assert.Equal("call_abcdefgh1234", answer.Message.ToolUses[0].Id);
        Assert.Equal(2, answer.Events.Count(json => json.Contains("input_json_delta", StringComparison.Ordinal)));
    }

    [Fact]
    public void Parallel_tool_calls_keep_one_block_open()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash", "{\"a\""),
            Delta.Call(1, "b", "Read", "{\"b\""),
            Delta.Call(0, arguments: ":1"),
            Delta.Call(1, arguments: ":2}"),
            Delta.Call(0, arguments: "}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void The_next_call_is_live_as_soon_as_the_one_before_is_whole()
    {
        var answer = Answer.Cut(
            Delta.Call(0, "a", "Bash", "{}".Insert(1, "\"a\":1")),
            Delta.Call(1, "b", "Read", "{\"file"));

        Assert.Contains(answer.Events, json => json.Contains("\"partial_json\":\"{\\\"file\"", StringComparison.Ordinal));
    }

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

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void A_name_that_begins_another_tools_name_waits_for_its_second_half()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Task"), Delta.Call(0, "a", "Output"), Delta.Call(0, arguments: "{\"a\":1}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("TaskOutput", """{"a":1}"""));
    }

    [Fact]
    public void Arguments_before_the_name_are_kept()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", arguments: "{\"a\":"),
            Delta.Call(0, name: "Ba"),
            Delta.Call(0, name: "sh", arguments: "1}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void A_tool_nobody_declared_is_passed_on_for_the_client_to_judge()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Teleport", "{\"to\":\"Mars\"}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Teleport", """{"to":"Mars"}"""));
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

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void Calls_without_indexes_in_one_list_are_told_apart_by_their_place()
    {
        var answer = Answer.To(
            Delta.Of($$"""{"tool_calls":[{{Delta.Piece(name: "Bash")}},{{Delta.Piece(name: "Bash", arguments: "{\"a\":1}")}}]}"""),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", "{}"), ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Calls_without_indexes_are_continued_by_id()
    {
        var answer = Answer.To(
            Delta.Of($$"""{"tool_calls":[{{Delta.Piece(id: "a", name: "Bash")}},{{Delta.Piece(id: "b", name: "Read")}}]}"""),
            Delta.Call(id: "b", arguments: "{\"b\":2}"),
            Delta.Call(id: "a", arguments: "{\"a\":1}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
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

        AssertCalls(answer, ("Bash", first), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void An_id_of_its_own_in_every_chunk_is_still_one_call()
    {
        var answer = Answer.To(
            Delta.Call(0, "id_1", "Bash", "{\"a\":"),
            Delta.Call(0, "id_2", arguments: "1"),
            Delta.Call(0, "id_3", arguments: "}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Indexes_that_come_out_of_order_are_put_in_order()
    {
        var answer = Answer.To(
            Delta.Call(1, "b", "Read", "{\"b\":2}"),
            Delta.Call(0, "a", "Bash", "{\"a\":1}"),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void Indexes_that_do_not_begin_at_zero_lose_nothing()
    {
        var answer = Answer.To(Delta.Call(3, "b", "Read", "{\"b\":2}"), Delta.Call(2, "a", "Bash", "{\"a\":1}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void All_arguments_may_come_in_the_last_chunk()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash"),
            Delta.Call(1, "b", "Read"),
            Delta.Choice($$"""{"index":0,"delta":{"tool_calls":[{{Delta.Piece(0, arguments: "{\"a\":1}")}},{{Delta.Piece(1, arguments: "{\"b\":2}")}}]},"finish_reason":"tool_calls"}"""));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
    }

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

        AssertCalls(answer, ("Bash", "{}"));
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

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Arguments_may_be_an_object()
    {
        var answer = Answer.To(Raw("""{"index":0,"id":"a","function":{"name":"Bash","arguments":{"command":"ls","n":[1, 2]}}}"""), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"command":"ls","n":[1, 2]}"""));
    }

    [Fact]
    public void Arguments_encoded_twice_are_decoded_once()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash", "\"{\\\"command\\\":\\\"ec"),
            Delta.Call(0, arguments: "ho \\\\\\\"x\\\\\\\"\\\"}\""),
            Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"command":"echo \"x\""}"""));
    }

    [Fact]
    public void An_empty_object_before_the_real_arguments_gives_way_to_them()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{}"), Delta.Call(0, arguments: "{\"a\":1}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("}")]
    [InlineData(" \n")]
    public void Arguments_repeated_whole_or_a_bracket_too_many_are_dropped(string surplus)
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"a\""), Delta.Call(0, arguments: ":1}"), Delta.Call(0, arguments: surplus), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void The_legacy_function_call_is_a_tool_call()
    {
        var answer = Answer.To(
            Delta.Of("""{"function_call":{"name":"Bash","arguments":""}}"""),
            Delta.Of("""{"function_call":{"arguments":"{\"a\":1}"}}"""),
            Delta.Finish("function_call"));

        AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Halves_of_a_surrogate_pair_in_arguments_are_joined()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"a\":\"\ud83d"), Delta.Call(0, arguments: "\ude00\"}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":"😀"}"""));
    }

    [Fact]
    public void Text_before_between_and_after_calls_keeps_its_place()
    {
        var answer = Answer.To(
            Delta.Text("one <"),
            Delta.Call(0, "a", "Bash", "{\"a\":"),
            Delta.Text("two"),
            Delta.Call(0, arguments: "1}"),
            Delta.Call(1, "b", "Read", "{}"),
            Delta.Text("three"),
            Delta.Finish("tool_calls"));

        Assert.Equal(
            ["one <", """Bash{"a":1}""", "two", "Read{}", "three"],
            answer.Message.Blocks.Select(Describe));
    }

    [Fact]
    public void White_space_around_calls_makes_no_blocks()
    {
        var answer = Answer.To(
            Delta.Text("\n"), Delta.Call(0, "a", "Bash", "{\"a\":1}"), Delta.Text("\n"), Delta.Call(1, "b", "Read", "{\"b\":2}"), Delta.Text("\n"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
        Assert.Equal(2, answer.Message.Blocks.Count);
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

    [Fact]
    public void Arguments_without_a_name_are_invalid() =>
        Assert.Equal(AnswerEnd.InvalidToolArguments, Answer.To(Delta.Call(0, "a", arguments: "{\"a\":1}"), Delta.Finish("tool_calls")).End);

    [Fact]
    public void A_call_cut_by_the_token_limit_stays_as_it_is()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"command\":\"l"), Delta.Call(1, "b", "Read", "{\"b\":2}"), Delta.Finish("length"));

        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Equal("max_tokens", answer.Message.StopReason);
        AssertCalls(answer, ("Bash", "{\"command\":\"l"), ("Read", """{"b":2}"""));
    }

    [Fact]
    public void A_renamed_tool_gets_the_clients_name_back()
    {
        var context = Answer.Context with { RenamedTools = new Dictionary<string, string>(StringComparer.Ordinal) { ["mcp_x"] = "mcp__a-very-long-name" } };

        var answer = Answer.To(context, Delta.Call(0, "a", "mcp", ""), Delta.Call(0, "a", "_x", "{\"a\":1}"), Delta.Finish("tool_calls"));

        AssertCalls(answer, ("mcp__a-very-long-name", """{"a":1}"""));
    }

    internal static void AssertCalls(Answer answer, params (string Name, string Input)[] calls)
    {
        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Equal(calls, answer.Message.ToolUses.Select(call => (call.Name, call.Input)));
    }

    private static string Describe(FoldedBlock block) => block switch
    {
        TextBlock text => text.Text,
        ToolUseBlock tool => tool.Name + tool.Input,
        _ => block.ToString(),
    };

    private static string Raw(string piece) => Delta.Of($$"""{"tool_calls":[{{piece}}]}""");
}

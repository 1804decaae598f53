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

    [Fact]
    public void All_arguments_may_come_in_the_last_chunk()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Bash"),
            Delta.Call(1, "b", "Read"),
            Delta.Choice($$"""{"index":0,"delta":{"tool_calls":[{{Delta.Piece(0, arguments: "{\"a\":1}")}},{{Delta.Piece(1, arguments: "{\"b\":2}")}}]},"finish_reason":"tool_calls"}"""));

        AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
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

    [Fact]
    public void A_call_cut_by_the_token_limit_stays_as_it_is()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"command\":\"l"), Delta.Call(1, "b", "Read", "{\"b\":2}"), Delta.Finish("length"));

        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Equal("max_tokens", answer.Message.StopReason);
        AssertCalls(answer, ("Bash", "{\"command\":\"l"), ("Read", """{"b":2}"""));
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
}

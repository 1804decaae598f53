using Pipeline.Workers.Nim.Translation.Answers;
using static Pipeline.Workers.Nim.Tests.Grammar.Events;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class RelayedTools
{
    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[1]")]
    [InlineData("ls -l")]
    public void Input_that_is_no_JSON_object_does_not_end_the_message(string input)
    {
        var relayed = Relayed.To(Start, Text(0), TextDelta(0), Stop(0), Tool(1), Input(1, input), Stop(1), End("tool_use"), MessageStop);

        Assert.Equal(AnswerEnd.InvalidToolArguments, relayed.End);
        Assert.DoesNotContain(relayed.Events, json => json.Contains("message_delta", StringComparison.Ordinal));
    }

    [Fact]
    public void Input_that_belongs_to_no_call_does_not_end_the_message() =>
        Assert.Equal(AnswerEnd.InvalidToolArguments, Relayed.To(Start, Text(0), TextDelta(0), Input(0, "{}"), Stop(0), End(), MessageStop).End);

    [Fact]
    public void A_call_without_a_name_does_not_end_the_message() =>
        Assert.Equal(AnswerEnd.InvalidToolArguments, Relayed.To(Start, Block(0, """{"type":"tool_use","id":"a","input":{}}"""), Stop(0), End("tool_use"), MessageStop).End);

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("model_context_window_exceeded")]
    public void A_call_cut_by_a_limit_stays_as_it_is(string reason)
    {
        var relayed = Relayed.To(Start, Tool(0), Input(0, "{\"a\":"), Stop(0), End(reason), MessageStop);

        Assert.Equal(AnswerEnd.Complete, relayed.End);
        Assert.Equal(reason, relayed.Message.StopReason);
        Assert.Equal("{\"a\":", Assert.Single(relayed.Message.ToolUses).Input);
    }

    [Theory]
    [InlineData("\"{\\\"a\\\":1}\"", "{\"a\":1}")]
    [InlineData("{\"a\":1}}", "{\"a\":1}")]
    [InlineData("null", "{}")]
    [InlineData("", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":1}<|im_end|>", "{\"a\":1}")]
    public void Input_has_the_same_repairs_as_a_translated_one(string input, string expected)
    {
        var relayed = Relayed.To(Start, Tool(0), Input(0, input), Stop(0), End("tool_use"), MessageStop);

        Assert.Equal(AnswerEnd.Complete, relayed.End);
        Assert.Equal(expected, Assert.Single(relayed.Message.ToolUses).Input);
    }

    [Fact]
    public void Input_that_is_sent_as_an_object_is_input()
    {
        var relayed = Relayed.To(Start, Tool(0), Delta(0, """{"type":"input_json_delta","partial_json":{"a":1}}"""), Stop(0), End("tool_use"), MessageStop);

        Assert.Equal("""{"a":1}""", Assert.Single(relayed.Message.ToolUses).Input);
    }

    [Fact]
    public void Sub_agents_run_in_the_foreground()
    {
        var relayed = Relayed.To(
            Start, Block(0, """{"type":"tool_use","id":"toolu_1","name":"Agent","input":{}}"""), Input(0, "{\"prompt\":"), Input(0, "\"x\"}"), Stop(0), End("tool_use"), MessageStop);

        Assert.Equal("""{"prompt":"x","run_in_background":false}""", Assert.Single(relayed.Message.ToolUses).Input);
    }

    [Theory]
    [InlineData("bash", "Bash")]
    [InlineData("functions.Bash", "Bash")]
    [InlineData("Teleport", "Teleport")]
    public void A_misspelt_name_finds_its_tool(string written, string expected)
    {
        var relayed = Relayed.To(Start, Block(0, $$"""{"type":"tool_use","id":"toolu_1","name":"{{written}}","input":{} }"""), Stop(0), End("tool_use"), MessageStop);

        Assert.Equal(expected, Assert.Single(relayed.Message.ToolUses).Name);
    }

    [Fact]
    public void Ids_that_may_come_again_are_replaced()
    {
        var relayed = Relayed.To(Start, Tool(0, "call_0"), Stop(0), Tool(1, "toolu_abcdefghijkl"), Stop(1), Tool(2, "toolu_abcdefghijkl"), Stop(2), End("tool_use"), MessageStop);

        Assert.Collection(
            relayed.Message.ToolUses,
            call => Assert.StartsWith("toolu_", call.Id, StringComparison.Ordinal),
            call => Assert.Equal("toolu_abcdefghijkl", call.Id),
            call => Assert.NotEqual("toolu_abcdefghijkl", call.Id));
    }
}

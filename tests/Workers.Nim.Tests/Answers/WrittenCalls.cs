using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class WrittenCalls
{
    private const string Kimi = "<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0<|tool_call_argument_begin|>{\"command\": \"ls\"}<|tool_call_end|><|tool_calls_section_end|>";

    [Theory]
    [InlineData("● <function=Bash><parameter=command>ls</parameter>")]
    [InlineData("● <function=Bash><parameter=command>ls</parameter></function>")]
    [InlineData("<function=Bash>\n<parameter=command>\nls\n</parameter>\n</function>")]
    [InlineData("<tool_call>\n<function=Bash>\n<parameter=command>\nls\n</parameter>\n</function>\n</tool_call>")]
    [InlineData("<tool_call>Bash\n<arg_key>command</arg_key>\n<arg_value>ls</arg_value>\n</tool_call>")]
    [InlineData("<tool_call>Bash<arg_key>command</arg_key><arg_value>ls</arg_value></tool_call>")]
    [InlineData("<minimax:tool_call>\n<invoke name=\"Bash\">\n<parameter name=\"command\">ls</parameter>\n</invoke>\n</minimax:tool_call>")]
    [InlineData("<function_calls><invoke name=\"Bash\"><parameter name=\"command\">ls</parameter></invoke></function_calls>")]
    [InlineData("<invoke name=\"Bash\"><parameter name=\"command\">ls</parameter></invoke>")]
    [InlineData("<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"Bash\">\n<｜DSML｜parameter name=\"command\" string=\"true\">ls</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>")]
    public void Calls_with_tags_become_tool_calls(string markup) => AssertCall(markup, """{"command":"ls"}""");

    [Theory]
    [InlineData("<tool_call>{\"name\":\"Bash\",\"arguments\":{\"command\": \"ls\"}}</tool_call>")]
    [InlineData("<tool_call>\n{\"name\": \"Bash\", \"arguments\": {\"command\": \"ls\"}}\n</tool_call>")]
    [InlineData("<tool_call>{\"arguments\":\"{\\\"command\\\": \\\"ls\\\"}\",\"name\":\"Bash\"}</tool_call>")]
    [InlineData("<tool_call>{\"name\":\"Bash\",\"parameters\":{\"command\": \"ls\"}}")]
    [InlineData(Kimi)]
    [InlineData("<|tool_call_begin|>Bash<|tool_call_argument_begin|>{\"command\": \"ls\"}<|tool_call_end|>")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash\n```json\n{\"command\": \"ls\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>Bash<｜tool▁sep｜>{\"command\": \"ls\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>bash\n{\"command\": \"ls\"}<｜tool▁call▁end｜>")]
    [InlineData("<|tool_call_begin|> functions.Bash:12 <|tool_call_argument_begin|>\n{\"command\": \"ls\"}\n<|tool_call_end|>")]
    [InlineData("[TOOL_CALLS][{\"name\":\"Bash\",\"arguments\":{\"command\": \"ls\"}}]")]
    [InlineData("[TOOL_CALLS] [{\"name\": \"Bash\", \"arguments\": {\"command\": \"ls\"}, \"id\": \"abc123def\"}]")]
    [InlineData("[TOOL_CALLS]Bash{\"command\": \"ls\"}")]
    [InlineData("[TOOL_CALLS]Bash[ARGS]{\"command\": \"ls\"}")]
    [InlineData("[TOOL_CALLS]Bash[CALL_ID]abc123def[ARGS]{\"command\": \"ls\"}")]
    [InlineData("<TOOLCALL>[{\"name\": \"Bash\", \"arguments\": {\"command\": \"ls\"}}]</TOOLCALL>")]
    [InlineData("<|tool_call|>[{\"name\": \"Bash\", \"arguments\": {\"command\": \"ls\"}}]<|/tool_call|>")]
    [InlineData("<|python_tag|>{\"name\": \"Bash\", \"parameters\": {\"command\": \"ls\"}}<|eom_id|>")]
    [InlineData("<|python_tag|>{\"type\": \"function\", \"name\": \"Bash\", \"parameters\": {\"command\": \"ls\"}}")]
    [InlineData("<tool_call>[{\"type\":\"function\",\"function\":{\"name\":\"Bash\",\"arguments\":{\"command\": \"ls\"}}}]</tool_call>")]
    public void Calls_with_JSON_become_tool_calls(string markup) => AssertCall(markup, """{"command": "ls"}""");

    [Fact]
    public void Several_calls_in_one_section_are_all_found()
    {
        var answer = Answer.To(
            Delta.Text("Look.<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0<|tool_call_argument_begin|>{\"a\":1}<|tool_call_end|>"),
            Delta.Text("<|tool_call_begin|>functions.Read:1<|tool_call_argument_begin|>{\"b\":2}<|tool_call_end|><|tool_calls_section_end|>"),
            Delta.Finish("stop"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
        Assert.Equal("Look.", answer.Message.Text);
    }

    [Theory]
    [InlineData("[TOOL_CALLS][{\"name\":\"Bash\",\"arguments\":{\"a\":1}},{\"name\":\"Read\",\"arguments\":{\"b\":2}}]")]
    [InlineData("[TOOL_CALLS]Bash[ARGS]{\"a\":1}[TOOL_CALLS]Read[ARGS]{\"b\":2}")]
    [InlineData("<minimax:tool_call><invoke name=\"Bash\"><parameter name=\"a\">1</parameter></invoke>\n<invoke name=\"Read\"><parameter name=\"b\">2</parameter></invoke></minimax:tool_call>")]
    [InlineData("{\"name\":\"Bash\",\"parameters\":{\"a\":1}}; {\"name\":\"Read\",\"parameters\":{\"b\":2}}")]
    public void Several_calls_in_a_list_are_all_found(string markup)
    {
        foreach (var pieces in Cuts.Of(markup))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""), ("Read", """{"b":2}"""));
            Assert.Empty(answer.Message.Text);
        }
    }

    [Fact]
    public void A_call_without_parameters_needs_its_end_tag()
    {
        ToolCalls.AssertCalls(Answer.To(Delta.Text("<function=Bash></function>"), Delta.Finish("stop")), ("Bash", "{}"));
        Assert.Equal("<function=Bash> runs a command", Answer.To(Delta.Text("<function=Bash> runs a command"), Delta.Finish("stop")).Message.Text);
    }

    [Theory]
    [InlineData("Write", "content", "{\"a\":1}", """{"content":"{\"a\":1}"}""")]
    [InlineData("Write", "content", "42", """{"content":"42"}""")]
    [InlineData("Write", "content", "\n  two\nlines\n\n", """{"content":"  two\nlines\n"}""")]
    [InlineData("Write", "mode", " 7 ", """{"mode":7}""")]
    [InlineData("Write", "mode", "null", """{"mode":null}""")]
    [InlineData("Write", "mode", "seven", """{"mode":"seven"}""")]
    [InlineData("Write", "force", "True", """{"force":true}""")]
    [InlineData("TodoWrite", "todos", "[{\"id\":1}]", """{"todos":[{"id":1}]}""")]
    [InlineData("TodoWrite", "todos", "12", """{"todos":"12"}""")]
    [InlineData("Bash", "timeout", "1000", """{"timeout":1000}""")]
    [InlineData("Bash", "list", "[1,2]", """{"list":[1,2]}""")]
    [InlineData("Bash", "flag", "false", """{"flag":false}""")]
    [InlineData("Bash", "command", "null", """{"command":"null"}""")]
    [InlineData("Bash", "command", "\"quoted\"", """{"command":"\"quoted\""}""")]
    [InlineData("Bash", "command", "a < b && c > d \"🦀\"", """{"command":"a < b && c > d \"🦀\""}""")]
    [InlineData("Bash", "command", "", """{"command":""}""")]
    public void Values_get_the_declared_type_or_the_one_they_look_like(string tool, string key, string value, string expected)
    {
        var answer = Answer.To(Delta.Text($"<function={tool}><parameter={key}>{value}</parameter></function>"), Delta.Finish("stop"));

        ToolCalls.AssertCalls(answer, (tool, expected));
    }

    [Theory]
    [InlineData("<function=Teleport><parameter=to>Mars</parameter></function>")]
    [InlineData("<tool_call>{\"name\":\"Teleport\",\"arguments\":{}}</tool_call>")]
    [InlineData("<tool_call>{\"name\":\"Bash\",\"arguments\":[1]}</tool_call>")]
    [InlineData("<tool_call>{\"a\": not json}</tool_call>")]
    [InlineData("<tool_call>Teleport\n<arg_key>a</arg_key>\n<arg_value>b</arg_value></tool_call>")]
    [InlineData("<|tool_call_begin|>functions.Teleport:0<|tool_call_argument_begin|>{}<|tool_call_end|> x")]
    [InlineData("Models write `<function=Bash><parameter=command>ls</parameter></function>` at times.")]
    [InlineData("```xml\n<function=Bash><parameter=command>ls</parameter></function>\n```\n")]
    [InlineData("1. ~~~\n<tool_call>{\"name\":\"Bash\",\"arguments\":{}}</tool_call>\n~~~\n")]
    [InlineData("He wrote \"<tool_call>{}</tool_call>\" there.")]
    [InlineData("The prefix <function= begins a call, as in <function=Bash and so on.")]
    [InlineData("The prefix <function=Bash> begins a call.")]
    [InlineData("A <tool_call> tag and a </tool_call> tag.")]
    [InlineData("● item one\n● item <two>\n● ")]
    [InlineData("<function=Bash><parameter=command>never closed")]
    [InlineData("<function=Bash><parameter=comm\nand>ls</parameter>")]
    [InlineData("<tool_call>{\"name\":\"Bash\",\"argu")]
    [InlineData("<|tool_calls_section_begin|> is a token")]
    [InlineData("<<<<<function=<tool_call")]
    [InlineData("[TOOL_CALLS] is a token of Mistral's")]
    [InlineData("[TOOL_CALLS][{\"name\":\"Teleport\",\"arguments\":{}}]")]
    [InlineData("[TOOL_CALLS][{\"name\":\"Bash\",\"arguments\":{}},{\"name\":\"Teleport\",\"arguments\":{}}]")]
    [InlineData("[TOOL_CALLS][]")]
    [InlineData("[TOOL_CALLS]Bash[ARGS]{not json}")]
    [InlineData("[a link](https://example.org) and [TOOL")]
    [InlineData("<TOOLCALL>[1, 2]</TOOLCALL>")]
    [InlineData("<invoke name=\"Teleport\"><parameter name=\"to\">Mars</parameter></invoke>")]
    [InlineData("An <invoke name=\"Bash\"> tag.")]
    public void Text_that_merely_looks_alike_passes_untouched(string text)
    {
        foreach (var pieces in Cuts.Of(text))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            Assert.Equal(text, answer.Message.Text);
            Assert.Empty(answer.Message.ToolUses);
        }
    }

    [Fact]
    public void A_stray_backtick_does_not_hide_a_call_in_a_later_line() =>
        AssertCall("The `foo file:\n<tool_call>{\"name\":\"Bash\",\"arguments\":{\"a\":1}}</tool_call>", """{"a":1}""", "The `foo file:\n");

    [Fact]
    public void A_call_after_a_closed_fence_is_found() =>
        AssertCall("```\ncode\n```\n<tool_call>{\"name\":\"Bash\",\"arguments\":{\"a\":1}}</tool_call>", """{"a":1}""", "```\ncode\n```\n");

    [Fact]
    public void Text_that_cannot_be_a_call_any_more_is_released_at_once()
    {
        var answer = Answer.Cut(Delta.Text("<function=Ba"), Delta.Text("t> x"));

        Assert.Equal("<function=Bat> x", answer.Message.Text);
    }

    [Fact]
    public void Without_declared_tools_nothing_is_a_call()
    {
        var context = Answer.Context with { ToolNames = new HashSet<string>(StringComparer.Ordinal) };

        Assert.Equal(Kimi + "!", Answer.To(context, Delta.Text(Kimi + "!"), Delta.Finish("stop")).Message.Text);
    }

    [Fact]
    public void A_long_call_in_many_chunks_is_read_in_one_pass()
    {
        var content = string.Concat(Enumerable.Repeat("if (a < b) { x[\"}\"] = '</p>'; }\n", 20_000));
        var markup = $"<function=Write><parameter=content>\n{content}\n</parameter></function>";

        var answer = Answer.To([.. markup.Chunk(16).Select(piece => Delta.Text(new string(piece))), Delta.Finish("stop")]);

        var input = System.Text.Json.JsonDocument.Parse(Assert.Single(answer.Message.ToolUses).Input).RootElement;
        Assert.Equal(content, input.GetProperty("content").GetString());
    }

    private static void AssertCall(string markup, string arguments, string text = "")
    {
        foreach (var pieces in Cuts.Of(markup))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            ToolCalls.AssertCalls(answer, ("Bash", arguments));
            Assert.Equal("tool_use", answer.Message.StopReason);
            Assert.Equal(text, answer.Message.Text);
        }

        var between = Answer.To(Delta.Text($"Before.\n{markup}"), Delta.Text("\nAfter."), Delta.Finish("stop"));
        Assert.Equal(AnswerEnd.Complete, between.End);
        Assert.Equal($"Before.\n{text}\nAfter.", between.Message.Text);
    }
}

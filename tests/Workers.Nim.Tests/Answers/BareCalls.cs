namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class BareCalls
{
    [Theory]
    [InlineData("{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}")]
    [InlineData("\n{ \"name\" : \"Bash\", \"arguments\":{\"command\":\"ls\"}}\n")]
    [InlineData("{\"type\": \"function\", \"name\": \"bash\", \"parameters\":{\"command\":\"ls\"}}<|eot_id|>")]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}}")]
    [InlineData("<think>hm</think>{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}")]
    public void An_answer_that_is_nothing_but_a_call_is_a_tool_call(string content)
    {
        foreach (var pieces in Cuts.Of(content))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            ToolCalls.AssertCalls(answer, ("Bash", """{"command":"ls"}"""));
            Assert.Empty(answer.Message.Text);
            Assert.Equal("tool_use", answer.Message.StopReason);
        }
    }

    [Theory]
    [InlineData("{\"name\":\"Teleport\",\"parameters\":{}}")]
    [InlineData("{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}} runs ls.")]
    [InlineData("Use {\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}")]
    [InlineData("{\"name\":\"Bash\",\"parameters\":[1]}")]
    [InlineData("{\"name\":\"Bash\",\"parameters\":{\"command\":")]
    [InlineData("{\"title\":\"Bash\"}")]
    [InlineData("{\"type\":\"object\",\"properties\":{}}")]
    [InlineData("{\"type\":\"function\",\"title\":\"Bash\"}")]
    [InlineData("```json\n{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}\n```")]
    [InlineData("{}")]
    [InlineData("{ x }")]
    public void Any_other_JSON_stays_text(string content)
    {
        foreach (var pieces in Cuts.Of(content))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            Assert.Equal(content, answer.Message.Text);
            Assert.Empty(answer.Message.ToolUses);
        }
    }

    [Fact]
    public void Other_JSON_does_not_wait_for_its_end()
    {
        var answer = Answer.Cut(Delta.Text("{\"na"), Delta.Text("mes\":["), Delta.Text("1,"));

        Assert.Equal("{\"names\":[1,", answer.Message.Text);
    }

    [Fact]
    public void A_call_that_the_server_also_parsed_is_made_once()
    {
        var answer = Answer.To(
            Delta.Text("{\"name\":\"Bash\",\"parameters\":{\"a\":1}}"),
            Delta.Call(0, "a", "Bash", "{\"a\":1}"),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    [Fact]
    public void Without_declared_tools_JSON_is_the_answer()
    {
        var context = Answer.Context with { ToolNames = new HashSet<string>(StringComparer.Ordinal) };
        const string Json = "{\"name\":\"Bash\",\"parameters\":{}}";

        Assert.Equal(Json, Answer.To(context, Delta.Text(Json), Delta.Finish("stop")).Message.Text);
    }
}

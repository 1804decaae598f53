namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ForegroundTools
{
    [Theory]
    [InlineData("""{"prompt":"x","run_in_background":true}""", """{"prompt":"x","run_in_background":false}""")]
    [InlineData("""{"run_in_background" : "yes" , "prompt":"x"}""", """{"run_in_background" : false , "prompt":"x"}""")]
    [InlineData("""{"prompt":"Grüße \u00e4 \ud83d 🦀", "n": 1.50}""", """{"prompt":"Grüße \u00e4 \ud83d 🦀", "n": 1.50,"run_in_background":false}""")]
    [InlineData("""{"nested":{"run_in_background":true}}""", """{"nested":{"run_in_background":true},"run_in_background":false}""")]
    [InlineData("""{"run_in_background":{"a":[1]},"run_in_background":true}""", """{"run_in_background":false,"run_in_background":false}""")]
    [InlineData("{ }", """{ "run_in_background":false}""")]
    [InlineData("{}", """{"run_in_background":false}""")]
    [InlineData("", """{"run_in_background":false}""")]
    public void Sub_agents_run_in_the_foreground_and_keep_their_other_arguments(string arguments, string expected)
    {
        var pieces = arguments.Chunk(5).Select(piece => Delta.Call(0, arguments: new string(piece)));

        var answer = Answer.To([Delta.Call(0, "a", "Agent", ""), .. pieces, Delta.Finish("tool_calls")]);

        ToolCalls.AssertCalls(answer, ("Agent", expected));
    }

    [Fact]
    public void Other_tools_keep_their_flag()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", """{"run_in_background":true}"""), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"run_in_background":true}"""));
    }

    [Fact]
    public void Sub_agents_written_as_text_or_encoded_twice_run_in_the_foreground_too()
    {
        var answer = Answer.To(
            Delta.Text("<tool_call>{\"name\":\"Agent\",\"arguments\":{\"prompt\":\"x\"}}</tool_call>"),
            Delta.Call(0, "b", "Task", "\"{\\\"prompt\\\":\\\"y\\\"}\""),
            Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(
            answer,
            ("Agent", """{"prompt":"x","run_in_background":false}"""),
            ("Task", """{"prompt":"y","run_in_background":false}"""));
    }

    [Fact]
    public void Parallel_sub_agents_keep_their_arguments()
    {
        var answer = Answer.To(
            Delta.Call(0, "a", "Agent", "{\"p\":"), Delta.Call(1, "b", "Agent", "{\"p\":"), Delta.Call(0, arguments: "1}"), Delta.Call(1, arguments: "2}"), Delta.Finish("stop"));

        ToolCalls.AssertCalls(answer, ("Agent", """{"p":1,"run_in_background":false}"""), ("Agent", """{"p":2,"run_in_background":false}"""));
    }

    [Fact]
    public void A_truncated_sub_agent_stays_as_it_is()
    {
        var answer = Answer.To(Delta.Call(0, "a", "Agent", "{\"prompt\":\"x"), Delta.Finish("length"));

        ToolCalls.AssertCalls(answer, ("Agent", "{\"prompt\":\"x"));
    }
}

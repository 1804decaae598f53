using Pipeline.TestKit.Grammar;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class HarmonyLeaks
{
    private const string Call = "<|channel|>commentary to=functions.Bash <|constrain|>json<|message|>{\"command\":\"ls\"}<|call|>";

    [Theory]
    [InlineData("<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hi.<|return|>")]
    [InlineData("<|start|>assistant<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hi.")]
    [InlineData("<|channel|>analysis<|message|>hm<|channel|>final<|message|>Hi.<|end|>")]
    [InlineData("<|channel|>analysis<|message|>hm<|start|>assistant<|channel|>final <|constrain|>json<|message|>Hi.")]
    [InlineData("<|channel|>analysis<|message|>hm<|end|>Hi.")]
    public void Analysis_is_thinking_and_the_final_channel_is_text(string content) => AssertParts(content, "hm", "Hi.");

    [Fact]
    public void A_preamble_in_the_commentary_channel_is_text() =>
        AssertParts("<|channel|>commentary<|message|>I look.<|end|><|start|>assistant<|channel|>final<|message|> Hi.", "", "I look. Hi.");

    [Theory]
    [InlineData("`code` and ```")]
    [InlineData("a < b, [x], {y}, \"<|foo|>\" and <|channel|> alone")]
    public void Thinking_may_hold_anything(string thought) =>
        AssertParts($"<|channel|>analysis<|message|>{thought}<|end|><|start|>assistant<|channel|>final<|message|>Hi.", thought, "Hi.");

    [Theory]
    [InlineData(Call)]
    [InlineData("<|start|>assistant" + Call)]
    [InlineData("<|start|>assistant to=functions.Bash<|channel|>commentary json<|message|>{\"command\":\"ls\"}<|call|>")]
    [InlineData("<|channel|>analysis to=functions.Bash code<|message|>{\"command\":\"ls\"}")]
    [InlineData("<|channel|>commentary to=bash<|message|>\n{\"command\":\"ls\"}<|end|>")]
    public void A_message_to_a_function_is_a_tool_call(string content)
    {
        foreach (var pieces in Cuts.Of(content))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            ToolCalls.AssertCalls(answer, ("Bash", """{"command":"ls"}"""));
            Assert.Empty(answer.Message.Text);
        }
    }

    [Fact]
    public void Thinking_text_and_calls_keep_their_order()
    {
        var content = $"<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary<|message|>I look.<|end|><|start|>assistant{Call}";

        var answer = Answer.To(Delta.Text(content), Delta.Finish("stop"));

        Assert.Collection(
            answer.Message.Blocks,
            block => Assert.Equal("hm", Assert.IsType<ThinkingBlock>(block).Thinking),
            block => Assert.Equal("I look.", Assert.IsType<TextBlock>(block).Text),
            block => Assert.Equal("Bash", Assert.IsType<ToolUseBlock>(block).Name));
    }

    [Fact]
    public void A_function_nobody_declared_leaves_its_message_as_text()
    {
        var answer = Answer.To(Delta.Text("<|channel|>commentary to=functions.Teleport <|constrain|>json<|message|>{\"to\":\"Mars\"}<|call|>"), Delta.Finish("stop"));

        Assert.Empty(answer.Message.ToolUses);
        Assert.Contains("{\"to\":\"Mars\"}", answer.Message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Harmony writes `<|channel|>analysis<|message|>` before thinking.")]
    [InlineData("```\n<|start|>assistant<|channel|>final<|message|>Hi.<|return|>\n```\n")]
    [InlineData("The header has <|start|>, then <|channel|>, then <|message|>.")]
    public void Text_about_the_format_stays_text(string content) => AssertParts(content, "", content);

    [Fact]
    public void A_tool_call_from_another_field_ends_the_thinking()
    {
        var answer = Answer.To(Delta.Text("<|channel|>analysis<|message|>hm"), Delta.Call(0, "a", "Bash", "{}"), Delta.Text("Hi."), Delta.Finish("stop"));

        Assert.Equal("hm", answer.Message.Thinking);
        Assert.Equal("Hi.", answer.Message.Text);
    }

    private static void AssertParts(string content, string thinking, string text)
    {
        foreach (var pieces in Cuts.Of(content))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            Assert.Equal(thinking, answer.Message.Thinking);
            Assert.Equal(text, answer.Message.Text);
        }
    }
}

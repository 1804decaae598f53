namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class LeakedTokens
{
    [Theory]
    [InlineData("Done.<|im_end|>", "Done.")]
    [InlineData("Done.<|eot_id|><|end_of_text|>", "Done.")]
    [InlineData("Done.\n<|im_end|>\n", "Done.\n\n")]
    [InlineData("```\ncode\n```<|im_end|>", "```\ncode\n```")]
    [InlineData("Fertig.<｜end▁of▁sentence｜>", "Fertig.")]
    public void Control_tokens_at_the_end_are_removed(string content, string expected) => AssertText(content, expected);

    [Theory]
    [InlineData("list |> map <| fun x -> x")]
    [InlineData("The token <|foo|> is made up.<|foo|>")]
    [InlineData("The token <|im_end|> ends a turn.")]
    [InlineData("It is called `<|im_end|>`")]
    [InlineData("```\n<|im_end|>\n")]
    [InlineData("a <|im_en")]
    [InlineData("<s>struck</s>")]
    public void Text_that_merely_looks_alike_passes_untouched(string content) => AssertText(content, content);

    [Fact]
    public void A_token_at_the_end_of_the_text_before_a_tool_call_is_removed()
    {
        var answer = Answer.To(Delta.Text("Look.<|im_end|>"), Delta.Call(0, "a", "Bash", "{\"a\":1}"), Delta.Finish("tool_calls"));

        Assert.Equal("Look.", answer.Message.Text);
    }

    private static void AssertText(string content, string expected)
    {
        foreach (var pieces in Cuts.Of(content))
            Assert.Equal(expected, Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]).Message.Text);
    }
}

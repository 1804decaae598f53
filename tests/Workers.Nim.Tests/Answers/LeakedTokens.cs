namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class LeakedTokens
{
    [Theory]
    [InlineData("Done.<|im_end|>", "Done.")]
    [InlineData("Done.<|eot_id|><|end_of_text|>", "Done.")]
    [InlineData("Done.\n<|im_end|>\n", "Done.\n\n")]
    [InlineData("Done. <|endoftext|>", "Done. ")]
    [InlineData("```\ncode\n```<|im_end|>", "```\ncode\n```")]
    [InlineData("She said \"done.\"<|im_end|>", "She said \"done.\"")]
    [InlineData("Fertig.<｜end▁of▁sentence｜>", "Fertig.")]
    [InlineData("Fertig.<|end_of_sentence|>", "Fertig.")]
    public void Control_tokens_at_the_end_are_removed(string content, string expected) => AssertText(content, expected);

    [Theory]
    [InlineData("One.<|im_end|>Two.", "One.Two.")]
    [InlineData("One.<|im_end|> Two.", "One. Two.")]
    [InlineData("One.<|im_end|>\n<|im_start|>assistant\nTwo.", "One.\n\nTwo.")]
    [InlineData("One.\n<|im_end|>\nTwo.", "One.\n\nTwo.")]
    [InlineData("One. <|im_end|> <|im_start|>assistant\nTwo.", "One.  \nTwo.")]
    [InlineData("One.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nTwo.", "One.\n\nTwo.")]
    [InlineData("One.<|eom_id|>\nTwo.<|endoftext|>\nThree.", "One.\nTwo.\nThree.")]
    [InlineData("Eins.<｜end▁of▁sentence｜>Zwei.<｜Assistant｜>Drei.", "Eins.Zwei.Drei.")]
    [InlineData("<|begin_of_box|>42<|end_of_box|> it is.", "42 it is.")]
    public void Control_tokens_in_mid_text_are_removed(string content, string expected) => AssertText(content, expected);

    [Theory]
    [InlineData("<|im_start|>assistant\nHello.", "\nHello.")]
    [InlineData("<|assistant|> Hello.", " Hello.")]
    [InlineData("\n<|start|>assistant<|message|>Hello.", "\nHello.")]
    [InlineData("<|python_tag|>print(1)", "print(1)")]
    public void Control_tokens_at_the_beginning_are_removed(string content, string expected) => AssertText(content, expected);

    [Theory]
    [InlineData("list |> map <| fun x -> x")]
    [InlineData("x<|y|>z and a <|> b")]
    [InlineData("The token <|foo|> is made up.<|foo|>")]
    [InlineData("The token <|im_end|> ends a turn.")]
    [InlineData("Tokens:\n- <|im_start|> opens\n- <|im_end|> closes a turn")]
    [InlineData("The marks are <|im_start|>user, <|im_end|>, and \"<|eot_id|>\".")]
    [InlineData("The pair (<|im_start|>/<|im_end|>) frames a turn.")]
    [InlineData("It is called `<|im_end|>`")]
    [InlineData("A turn `ends with <|im_end|>` there.")]
    [InlineData("```\n<|im_end|>\n")]
    [InlineData("```\nOne.<|im_end|>Two.\n```\n")]
    [InlineData("a <|im_en")]
    [InlineData("a<|im_start|")]
    [InlineData("<s>struck</s>")]
    [InlineData("A call ends with }<|tool_call_end|> there.")]
    public void Text_that_merely_looks_alike_passes_untouched(string content) => AssertText(content, content);

    [Fact]
    public void Half_a_role_behind_a_token_is_text() => AssertText("One.<|im_start|>assis", "One.assis");

    [Fact]
    public void A_token_at_the_end_of_the_text_before_a_tool_call_is_removed()
    {
        var answer = Answer.To(Delta.Text("Look. <|im_end|>"), Delta.Call(0, "a", "Bash", "{\"a\":1}"), Delta.Finish("tool_calls"));

        Assert.Equal("Look. ", answer.Message.Text);
    }

    [Theory]
    [InlineData("<|call|>")]
    [InlineData("\n<|im_end|>\n<|endoftext|>")]
    public void Tokens_behind_the_arguments_of_a_call_are_dropped(string tokens)
    {
        var answer = Answer.To(Delta.Call(0, "a", "Bash", "{\"a\":1}"), Delta.Call(0, arguments: tokens), Delta.Finish("tool_calls"));

        ToolCalls.AssertCalls(answer, ("Bash", """{"a":1}"""));
    }

    private static void AssertText(string content, string expected)
    {
        foreach (var pieces in Cuts.Of(content))
            Assert.Equal(expected, Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]).Message.Text);
    }
}

using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ThinkTags
{
    [Theory]
    [InlineData("<think>hm</think>a", "hm", "a")]
    [InlineData("\n<think>\nhm\n</think>\n\na", "\nhm\n", "\n\na")]
    [InlineData("<think>x < y</thin k></think>a", "x < y</thin k>", "a")]
    [InlineData("<think>\n\n</think>\n\na", "", "\n\na")]
    [InlineData("<think></think>a", "", "a")]
    [InlineData("<think>1</think><think>2</think>a", "12", "a")]
    [InlineData("<think>1</think>\n</think>a", "1", "\na")]
    public void Thinking_in_tags_is_a_thinking_block(string content, string thinking, string text) => AssertSplit(content, thinking, text);

    [Theory]
    [InlineData("</think>a", "a")]
    [InlineData("\n</think>\n\na", "\n\n\na")]
    [InlineData("So it is 4.\n</think>\n\nIt is 4.", "So it is 4.\n\n\nIt is 4.")]
    [InlineData("So it is 4.</think>It is 4.", "So it is 4.It is 4.")]
    [InlineData("So it is 4. </think>\nIt is 4.", "So it is 4. \nIt is 4.")]
    [InlineData("So it is 4. </think>", "So it is 4. ")]
    public void A_closing_tag_without_an_opening_one_does_not_leak(string content, string text) => AssertSplit(content, "", text);

    [Theory]
    [InlineData("The <think> tag opens, the </think> tag closes.")]
    [InlineData("Use `<think>` and\n</think>\nlike this.")]
    [InlineData("It ends with `</think>` always.")]
    [InlineData("```\n</think>\n```\nThat was it.")]
    [InlineData("Write \"</think>\" at the end.")]
    [InlineData("When </think> comes, stop.")]
    [InlineData("a <thinking>b</thinking>")]
    [InlineData("<thinking>plan</thinking> answer")]
    [InlineData("<thin")]
    [InlineData("</thinker> <thinks>")]
    public void Text_about_the_tags_stays_text(string content) => AssertSplit(content, "", content);

    [Fact]
    public void An_unclosed_tag_makes_everything_thinking()
    {
        var answer = Answer.To(Delta.Text("<think>hm"), Delta.Text("m </th"), Delta.Finish("stop"));

        Assert.Equal(AnswerEnd.Complete, answer.End);
        Assert.Equal("hmm </th", answer.Message.Thinking);
        Assert.Empty(answer.Message.Text);
    }

    [Fact]
    public void A_tag_after_separate_reasoning_still_counts()
    {
        var answer = Answer.To(Delta.Reasoning("r"), Delta.Text("</think>\n\na"), Delta.Finish("stop"));

        Assert.Equal("r", answer.Message.Thinking);
        Assert.Equal("\n\na", answer.Message.Text);
    }

    [Fact]
    public void A_tool_call_ends_unclosed_thinking()
    {
        var answer = Answer.To(Delta.Text("<think>hm"), Delta.Call(0, "a", "Bash", "{\"a\":1}"), Delta.Text("done"), Delta.Finish("tool_calls"));

        Assert.Equal("hm", answer.Message.Thinking);
        Assert.Equal("done", answer.Message.Text);
    }

    [Fact]
    public void What_cannot_be_a_tag_is_released_at_once()
    {
        var answer = Answer.Cut(Delta.Text("a <thi"), Delta.Text("b </t"), Delta.Text("x"));

        Assert.Equal("a <thib </tx", answer.Message.Text);
        Assert.Contains("\"a <thi\"", answer.Events[2], StringComparison.Ordinal);
    }

    private static void AssertSplit(string content, string thinking, string text)
    {
        foreach (var pieces in Cuts.Of(content))
        {
            var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);

            Assert.Equal(thinking, answer.Message.Thinking);
            Assert.Equal(text, answer.Message.Text);
        }
    }
}

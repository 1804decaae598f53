using Pipeline.TestKit.Grammar;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ReasoningAnswers
{
    [Theory]
    [InlineData("""{"reasoning_content":"hm"}""")]
    [InlineData("""{"reasoning":"hm"}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"hm"}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"h"},{"type":"reasoning.encrypted","data":"xyz"},{"type":"reasoning.text","text":"m"}]}""")]
    [InlineData("""{"reasoning_content":"hm","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm"}]}""")]
    [InlineData("""{"reasoning_content":"","reasoning":"hm"}""")]
    public void Reasoning_becomes_one_thinking_block_wherever_it_stands(string delta)
    {
        var answer = Answer.To(Delta.Of(delta), Delta.Text("a"), Delta.Finish("stop"));

        Assert.Equal("hm", answer.Message.Thinking);
        Assert.Equal("a", answer.Message.Text);
        Assert.NotEmpty(Assert.IsType<ThinkingBlock>(answer.Message.Blocks[0]).Signature);
    }

    [Fact]
    public void Reasoning_between_texts_opens_blocks_of_its_own()
    {
        var answer = Answer.To(Delta.Reasoning("r1"), Delta.Text("t1"), Delta.Reasoning("r2"), Delta.Text("t2"), Delta.Finish("stop"));

        Assert.Collection(
            answer.Message.Blocks,
            block => Assert.Equal("r1", Assert.IsType<ThinkingBlock>(block).Thinking),
            block => Assert.Equal("t1", Assert.IsType<TextBlock>(block).Text),
            block => Assert.Equal("r2", Assert.IsType<ThinkingBlock>(block).Thinking),
            block => Assert.Equal("t2", Assert.IsType<TextBlock>(block).Text));
    }

    [Fact]
    public void Reasoning_nobody_asked_for_is_dropped()
    {
        var hidden = Answer.Context with { ShowThinking = false };

        var answer = Answer.To(hidden, Delta.Reasoning("hm"), Delta.Text("<think>hm</think>a"), Delta.Finish("stop"));

        Assert.Equal("a", Assert.IsType<TextBlock>(Assert.Single(answer.Message.Blocks)).Text);
    }

    [Fact]
    public void Hidden_reasoning_alone_is_an_empty_answer()
    {
        var hidden = Answer.Context with { ShowThinking = false };

        Assert.Equal(AnswerEnd.Empty, Answer.To(hidden, Delta.Reasoning("hm"), Delta.Finish("stop")).End);
        Assert.Equal(AnswerEnd.Empty, Answer.To(hidden, Delta.Text("<think>hm"), Delta.Finish("stop")).End);
        Assert.Equal("max_tokens", Answer.To(hidden, Delta.Reasoning("hm"), Delta.Finish("length")).Message.StopReason);
    }

    [Fact]
    public void Halves_of_a_surrogate_pair_in_reasoning_are_joined()
    {
        var answer = Answer.To(Delta.Reasoning("a\ud83d"), Delta.Reasoning("\ude00"), Delta.Text("t"), Delta.Finish("stop"));

        Assert.Equal("a😀", answer.Message.Thinking);
    }
}

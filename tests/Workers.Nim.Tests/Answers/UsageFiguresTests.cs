namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class UsageFiguresTests
{
    [Fact]
    public void The_usage_after_the_finish_reason_is_reported_without_the_cached_part()
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Finish("stop"), Usage("""{"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}}"""));

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(900, answer.Message.Usage.CacheReadInputTokens);
        Assert.Equal(7, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void Usage_on_every_chunk_counts_once_with_its_last_figures()
    {
        var answer = Answer.To(
            """{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":50,"completion_tokens":1}}""",
            """{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":50,"completion_tokens":2}}""",
            Usage("null"));

        Assert.Contains("\"input_tokens\":50", answer.Events[0], StringComparison.Ordinal);
        Assert.Equal(50, answer.Message.Usage.InputTokens);
        Assert.Equal(2, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void Without_usage_the_estimate_stands_and_the_output_is_counted()
    {
        var answer = Answer.To(Delta.Text(new string('x', 400)), Delta.Finish("stop"));

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(100, answer.Message.Usage.OutputTokens);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null,"prompt_tokens_details":null}""")]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void Figures_that_say_nothing_leave_the_estimates(string usage)
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Finish("stop"), Usage(usage));

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(1, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void A_prompt_wholly_from_the_cache_still_has_input()
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Finish("stop"), Usage("""{"prompt_tokens":90,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":90}}"""));

        Assert.Equal(1, answer.Message.Usage.InputTokens);
        Assert.Equal(89, answer.Message.Usage.CacheReadInputTokens);
    }

    [Fact]
    public void Reasoning_that_is_not_shown_is_output_all_the_same()
    {
        var answer = Answer.To(Answer.Context with { ShowThinking = false }, Delta.Reasoning(new string('x', 40)), Delta.Text("abcd"), Delta.Finish("stop"));

        Assert.Equal(11, answer.Message.Usage.OutputTokens);
    }

    private static string Usage(string usage) => $$"""{"id":"c1","choices":[],"usage":{{usage}}}""";
}

using System.Text;
using Pipeline.Transport.Frames.Events;
using Pipeline.Tokens;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Answers.Blocks;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class UsageFiguresTests
{
    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":7,"prompt_cache_hit_tokens":900,"prompt_cache_miss_tokens":100}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":7,"cached_tokens":900}}""")]
    [InlineData("""{"choices":[],"x_groq":{"id":"req_1","usage":{"queue_time":0.1,"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}}}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"usage":{"prompt_tokens":1000,"completion_tokens":7,"cached_tokens":900}}]}""")]
    [InlineData("""{"choices":[],"timings":{"cache_n":900,"prompt_n":100,"prompt_ms":4.2,"predicted_n":7,"predicted_ms":9.9}}""")]
    [InlineData("""{"choices":[],"timings":{"cache_n":1,"prompt_n":2,"predicted_n":3},"usage":{"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}},"timings":{"cache_n":1,"prompt_n":2,"predicted_n":3}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0},"timings":{"cache_n":900,"prompt_n":100,"predicted_n":7}}""")]
    public void Figures_are_read_wherever_a_server_puts_them(string last)
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Finish("stop"), last);

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(900, answer.Message.Usage.CacheReadInputTokens);
        Assert.Equal(7, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void Timings_that_do_not_tell_the_cache_leave_the_estimate_of_the_prompt()
    {
        var answer = Answer.To(Delta.Text("a"), Delta.Finish("stop"), """{"choices":[],"timings":{"prompt_n":3,"predicted_n":7}}""");

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(7, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void A_better_counter_counts_what_the_upstream_does_not()
    {
        var counter = new WordCounter();
        var answer = new AnswerTranslator(Answer.Context with { ShowThinking = false }, new EventList(), counter);

        Accept(answer, Delta.Reasoning("hidden too"), Delta.Text("three more words"), Delta.Call(0, "a", "Bash", "{}"), Delta.Finish("stop"));

        Assert.Equal(AnswerEnd.Complete, answer.Finish(doneReceived: true));
        Assert.Equal(new AnswerUsage(InputTokens: 100, OutputTokens: 7, CachedTokens: 0), answer.Usage);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":1000,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":900}}""", 1000)]
    [InlineData("""{"prompt_tokens":0}""", null)]
    [InlineData("null", null)]
    public void The_callers_learn_what_the_upstream_counted_for_the_prompt(string usage, int? expected)
    {
        var answer = new AnswerTranslator(Answer.Context, new EventList());

        Accept(answer, Delta.Text("a"), Delta.Finish("stop"), Usage(usage));
        answer.Finish(doneReceived: true);

        Assert.Equal(expected, answer.ReportedPromptTokens);
    }

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
        var answer = Answer.To(Delta.Text("It's the light"), Delta.Text("house keeper's"), Delta.Text(" daughter."), Delta.Finish("stop"));

        Assert.Equal(100, answer.Message.Usage.InputTokens);
        Assert.Equal(TokensOf("It's the lighthouse keeper's daughter."), answer.Message.Usage.OutputTokens);
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
        var answer = Answer.To(Answer.Context with { ShowThinking = false }, Delta.Reasoning("one two three"), Delta.Text("four five"), Delta.Finish("stop"));

        Assert.Equal(5, answer.Message.Usage.OutputTokens);
    }

    [Fact]
    public void A_count_of_the_prompt_takes_the_estimates_place_as_soon_as_it_is_there()
    {
        int? count = null;
        var events = new EventList();
        var answer = new AnswerTranslator(Answer.Context, events, countedInputTokens: () => count);

        Accept(answer, Delta.Text("a"));
        count = 77;
        Accept(answer, Delta.Finish("stop"));
        answer.Finish(doneReceived: true);

        Assert.Contains("\"input_tokens\":100,", events.Events[0], StringComparison.Ordinal);
        Assert.Contains("\"input_tokens\":77,", events.Events[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_that_is_there_at_once_begins_the_message_and_what_the_upstream_reports_ends_it()
    {
        var events = new EventList();
        var answer = new AnswerTranslator(Answer.Context, events, countedInputTokens: () => 77);

        Accept(answer, Delta.Text("a"), Delta.Finish("stop"), Usage("""{"prompt_tokens":50,"completion_tokens":7}"""));
        answer.Finish(doneReceived: true);

        Assert.Contains("\"input_tokens\":77,", events.Events[0], StringComparison.Ordinal);
        Assert.Contains("\"input_tokens\":50,", events.Events[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_thinking_and_calls_are_counted_each_by_itself()
    {
        var answer = Answer.To(
            Delta.Reasoning("light"), Delta.Text("house "), Delta.Call(0, "a", "Bash", "{}"), Delta.Reasoning("house"), Delta.Text("keeper"), Delta.Finish("tool_calls"));

        Assert.Equal(TokensOf("lighthouse") + TokensOf("house keeper") + TokensOf("Bash{}"), answer.Message.Usage.OutputTokens);
    }

    private static void Accept(AnswerTranslator answer, params string[] payloads)
    {
        foreach (var payload in payloads) Assert.Null(answer.Accept(Encoding.UTF8.GetBytes(payload)));
    }

    private static int TokensOf(string text) => Cl100kTokenizer.Instance.CountTokens(text);

    private static string Usage(string usage) => $$"""{"id":"c1","choices":[],"usage":{{usage}}}""";

    private sealed class WordCounter : IOutputCounter
    {
        private int _words;

        public void Add(BlockKind kind, ReadOnlySpan<char> piece) => _words += piece.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

        public int Count() => _words;
    }
}

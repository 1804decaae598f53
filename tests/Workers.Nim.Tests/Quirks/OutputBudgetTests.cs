using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Quirks.Shaping;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class OutputBudgetTests
{
    private const int Window = 131_072;

    [Fact]
    public void What_fits_is_sent_as_it_was_translated()
    {
        var chat = Asking(8_000);

        Assert.Same(chat, Shape(chat, PromptTokens.Exactly(50_000), Window, outputLimit: 16_384).Chat);
        Assert.Same(chat, Shape(chat, PromptTokens.Exactly(50_000), window: null).Chat);
    }

    [Fact]
    public void The_output_limit_is_kept() =>
        Assert.Equal(8_192, Shape(Asking(64_000), PromptTokens.Exactly(1_000), Window, outputLimit: 8_192).Chat.MaxTokens);

    [Fact]
    public void The_answer_gets_what_the_prompt_leaves_of_the_window()
    {
        var shaped = Shape(Asking(64_000), PromptTokens.Exactly(100_000), Window);

        Assert.Null(shaped.Overflow);
        Assert.InRange(shaped.Chat.MaxTokens!.Value, Window - 100_000 - 200, Window - 100_000);
    }

    [Fact]
    public void The_less_is_known_of_the_prompt_the_more_is_left_free()
    {
        var guessed = Shape(Asking(64_000), new PromptTokens(100_000, 20_000), Window);
        var counted = Shape(Asking(64_000), PromptTokens.Exactly(100_000), Window);

        Assert.InRange(guessed.Chat.MaxTokens!.Value, 20_000, counted.Chat.MaxTokens!.Value - 2_000);
    }

    [Fact]
    public void A_counted_prompt_that_leaves_no_room_for_an_answer_overflows_in_anthropics_words()
    {
        var shaped = Shape(Asking(64_000), PromptTokens.Exactly(130_000), Window);

        Assert.Equal("prompt is too long: 130000 tokens > 126976 maximum", shaped.Overflow!.Message);
    }

    [Fact]
    public void Who_asks_for_little_needs_little_room()
    {
        var shaped = Shape(Asking(100), PromptTokens.Exactly(130_900), Window);

        Assert.Null(shaped.Overflow);
        Assert.Equal(100, shaped.Chat.MaxTokens);
    }

    [Fact]
    public void A_guess_alone_refuses_nothing_and_leaves_it_to_the_upstream()
    {
        var shaped = Shape(Asking(64_000), new PromptTokens(500_000, 120_000), Window);

        Assert.Null(shaped.Overflow);
        Assert.Equal(4_096, shaped.Chat.MaxTokens);
    }

    [Fact]
    public void Small_windows_have_room_for_prompts_too()
    {
        var shaped = Shape(Asking(64_000), PromptTokens.Exactly(3_900), window: 4_096);

        Assert.Null(shaped.Overflow);
        Assert.InRange(shaped.Chat.MaxTokens!.Value, 100, 196);
    }

    [Fact]
    public void A_client_that_names_no_limit_gets_the_models_own() =>
        Assert.Null(Shape(Asking(maxTokens: null), PromptTokens.Exactly(100_000), Window, outputLimit: 100).Chat.MaxTokens);

    [Fact]
    public void A_guess_that_the_upstream_found_too_low_rises_until_the_request_fits_or_overflows()
    {
        var prompt = new PromptTokens(70_000, 20_000);
        var sent = new List<int>();
        ShapedRequest shaped;
        while ((shaped = Shape(Asking(64_000), prompt, Window)).Overflow is null)
        {
            // An upstream that stops to count where the prompt no longer fits beside the answer.
            sent.Add(shaped.Chat.MaxTokens!.Value);
            prompt = prompt.FoundAtLeast(Window - sent[^1] + 1);
        }

        Assert.Equal(sent.OrderDescending(), sent);
        Assert.InRange(sent.Count, 2, 4);
    }

    [Fact]
    public void Quirks_and_limits_apply_together_and_for_another_model_anew()
    {
        var chat = Asking(64_000);
        var first = RequestShaper.Shape(
            chat,
            new TargetModel(new("nvidia_nim", "other")) { Quirks = new HashSet<Quirk> { Quirk.MaxCompletionTokens }, OutputLimit = 5_000 },
            PromptTokens.Exactly(10)).Chat;
        var second = RequestShaper.Shape(chat, new TargetModel(new("nvidia_nim", "upstream-model")), PromptTokens.Exactly(10)).Chat;

        Assert.Equal(("other", null, 5_000), (first.Model, first.MaxTokens, first.MaxCompletionTokens));
        Assert.Same(chat, second);
    }

    [Theory]
    [InlineData(140_000, 131_072, "prompt is too long: 140000 tokens > 131072 maximum")]
    [InlineData(null, 131_072, "prompt is too long: 131073 tokens > 131072 maximum")]
    [InlineData(140_000, null, "prompt is too long: 140000 tokens > 139999 maximum")]
    [InlineData(null, null, "prompt is too long: 90000 tokens > 89999 maximum")]
    public void An_overflow_that_the_upstream_reported_says_what_is_known(int? prompt, int? window, string expected) =>
        Assert.Equal(expected, PromptOverflow.Reported(prompt, window, new PromptTokens(90_000, 30_000)).Message);

    private static ChatRequest Asking(int? maxTokens) =>
        Shaped.Chat("""{"messages":[{"role":"user","content":"hi"}]}""") with { MaxTokens = maxTokens };

    private static ShapedRequest Shape(ChatRequest chat, PromptTokens prompt, int? window, int? outputLimit = null) => RequestShaper.Shape(
        chat, new TargetModel(new("nvidia_nim", "upstream-model")) { ContextWindow = window, OutputLimit = outputLimit }, prompt);
}

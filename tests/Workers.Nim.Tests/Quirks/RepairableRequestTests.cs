using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Quirks.Shaping;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class RepairableRequestTests
{
    private const int Window = 131_072;

    private readonly RepairableRequest _request = new(
        Shaped.Chat(Shaped.Everything), new TargetModel(new("nvidia_nim", "upstream-model")), new PromptTokens(70_000, 20_000));

    [Fact]
    public void One_refusal_after_the_other_is_repaired()
    {
        Assert.True(_request.Accept(new QuirksFound([Quirk.NoTopK, Quirk.NoTemplateArguments])));
        Assert.True(_request.Accept(new QuirksFound([Quirk.NoImages])));
        Assert.True(_request.Accept(new OutputLimitFound(8_192)));

        Assert.Null(_request.Chat.TopK);
        Assert.Null(_request.Chat.ChatTemplateKwargs);
        Assert.False(QuirkRepairs.Concerns(Quirk.NoImages, _request.Chat));
        Assert.Equal(8_192, _request.Chat.MaxTokens);
    }

    [Fact]
    public void A_complaint_that_changes_nothing_is_final()
    {
        Assert.True(_request.Accept(new QuirksFound([Quirk.NoTopK])));
        Assert.False(_request.Accept(new QuirksFound([Quirk.NoTopK])));
        Assert.False(_request.Accept(new OutputLimitFound(64_000)));
    }

    [Fact]
    public void A_counted_prompt_gets_the_answer_that_fits_beside_it_or_overflows()
    {
        Assert.True(_request.Accept(new ContextWindowFound(Window, 100_000, AtLeast: false)));
        Assert.InRange(_request.Chat.MaxTokens!.Value, 30_000, Window - 100_000);
        Assert.Equal(100_000, _request.PromptTokens);

        Assert.True(_request.Accept(new ContextWindowFound(Window, 130_000, AtLeast: false)));
        Assert.Equal("prompt is too long: 130000 tokens > 126976 maximum", _request.Overflow!.Message);
    }

    [Fact]
    public void An_upstream_that_stops_counting_is_asked_for_less_until_it_is_clear()
    {
        var tries = 0;
        while (_request.Overflow is null)
        {
            tries++;
            Assert.True(_request.Accept(new ContextWindowFound(Window, Window - _request.Chat.MaxTokens!.Value + 1, AtLeast: true)));
        }

        Assert.InRange(tries, 2, 5);
    }

    [Fact]
    public void An_overflow_keeps_what_is_known_of_the_window()
    {
        Assert.True(_request.Accept(new ContextWindowFound(Window, 100_000, AtLeast: true)));
        Assert.True(_request.Accept(new ContextOverflow(PromptTokens: null, Window: null)));

        Assert.Equal("prompt is too long: 131073 tokens > 131072 maximum", _request.Overflow!.Message);
    }

    [Fact]
    public void A_provider_that_is_never_content_is_given_up()
    {
        var repairs = 0;
        while (_request.Accept(new OutputLimitFound(60_000 - repairs))) repairs++;

        Assert.InRange(repairs, 3, 10);
    }
}

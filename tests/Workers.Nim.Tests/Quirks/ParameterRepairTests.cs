using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Tests.Requests;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class ParameterRepairTests
{
    [Fact]
    public void Each_quirk_has_a_repair() =>
        Assert.All(Enum.GetValues<Quirk>(), quirk => Assert.True(QuirkRepairs.Concerns(quirk, Shaped.Chat(Shaped.Everything)), $"{quirk}"));

    [Fact]
    public void A_request_without_what_is_refused_stays_the_same_instance()
    {
        var chat = Shaped.Chat("""{"messages":[{"role":"user","content":"hi"}]}""") with { StreamOptions = null };

        Assert.Same(chat, QuirkRepairs.Apply(chat, Enum.GetValues<Quirk>().ToHashSet()));
    }

    [Theory]
    [InlineData(Quirk.NoTemplateArguments, "chat_template_kwargs")]
    [InlineData(Quirk.NoReasoningEffort, "reasoning_effort")]
    [InlineData(Quirk.NoTopK, "top_k")]
    [InlineData(Quirk.NoTopP, "top_p")]
    [InlineData(Quirk.NoTemperature, "temperature")]
    [InlineData(Quirk.NoStop, "stop")]
    [InlineData(Quirk.NoStreamOptions, "stream_options")]
    [InlineData(Quirk.NoParallelToolCalls, "parallel_tool_calls")]
    [InlineData(Quirk.NoToolChoice, "tool_choice")]
    public void A_refused_parameter_is_left_out_and_nothing_else(Quirk quirk, string name)
    {
        var expected = Shaped.Request(Shaped.Everything).AsObject();
        Assert.True(expected.Remove(name));

        Translated.AssertJson(expected.ToJsonString(), Shaped.Request(Shaped.Everything, quirk));
    }

    [Fact]
    public void The_limit_of_the_answer_goes_by_its_newer_name()
    {
        var request = Shaped.Request(Shaped.Everything, Quirk.MaxCompletionTokens).AsObject();

        Assert.False(request.ContainsKey("max_tokens"));
        Assert.Equal(64_000, (int)request["max_completion_tokens"]!);
    }

    [Fact]
    public void Forbidden_calls_stay_forbidden_where_no_choice_is_taken()
    {
        var request = Shaped.Request(
            """{"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"A"}],"tool_choice":{"type":"none","disable_parallel_tool_use":true}}""",
            Quirk.NoToolChoice).AsObject();

        Assert.False(request.ContainsKey("tools"));
        Assert.False(request.ContainsKey("tool_choice"));
        Assert.False(request.ContainsKey("parallel_tool_calls"));
    }
}

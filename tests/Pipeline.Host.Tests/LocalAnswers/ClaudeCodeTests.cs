using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.LocalAnswers;

/// <summary>The real CLI in a terminal.</summary>
public sealed class ClaudeCodeTests
{
    [Fact]
    public async Task A_session_is_named_by_its_first_words_and_the_model_sees_the_turn_alone()
    {
        await using var pipeline = await RunningPipeline.StartAsync(("LocalAnswers__PatienceSeconds", "30"));
        pipeline.Upstream.Default = UpstreamReply.Answer("I have looked into it.");
        await using var claude = await InteractiveClaude.StartAsync(pipeline.Address);

        await claude.TypeAsync("please fix the login redirect bug in src/auth.py");

        await claude.ShowsAsync("I have looked into it.");
        await claude.IsTitledAsync("Login redirect bug in auth.py");
        var request = Assert.Single(pipeline.Upstream.Requests.All);
        Assert.True(request.Json.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task A_suggestion_of_nothing_is_taken_as_none_and_costs_no_call()
    {
        await using var pipeline = await RunningPipeline.StartAsync(("LocalAnswers__PatienceSeconds", "30"));
        pipeline.Upstream.Default = UpstreamReply.Answer("I have looked into it.");
        await using var claude = await InteractiveClaude.StartAsync(pipeline.Address, ("CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION", "1"));

        await claude.TypeAsync("tell me about the tests");
        await claude.ShowsAsync("I have looked into it.");
        await claude.TypeAsync("and now of the build");
        await pipeline.SaysAsync("Suggestion answered without a model");
        await claude.TypeAsync("one thing more");
        await pipeline.Upstream.Requests.NthAsync(3).Soon();

        Assert.Equal(3, pipeline.Upstream.Requests.Count);
        Assert.DoesNotContain("rror", await claude.ScreenAsync(), StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Cli;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>The real CLI accounts for the tokens that the provider has reported, and for counted ones where it has not.</summary>
public abstract class TokenUsageTests
{
    private protected abstract Task<IPipeline> StartAsync();

    [Fact]
    public async Task Its_result_shows_the_tokens_of_prompt_cache_and_answer()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("hello ").Text("there").Finish("stop").Usage(12_345, 67, cached: 10_000).Done());

        var run = await claude.RunAsync("hello");

        Assert.Equal((2_345, 10_000, 67), Usage(run.Result));
    }

    [Fact]
    public async Task All_requests_of_a_turn_are_added_up()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(
            UpstreamReply.Stream().ToolCall("Bash", """{"command":"echo 42","description":"Say"}""").Finish("tool_calls").Usage(1_000, 20).Done(),
            UpstreamReply.Stream().Text("42").Finish("stop").Usage(1_500, 5, cached: 1_000).Done());

        var run = await claude.RunAsync("ask the shell");

        Assert.Equal((1_500, 1_000, 25), Usage(run.Result));
    }

    [Fact]
    public async Task Where_the_provider_counts_nothing_the_tokens_are_counted_here()
    {
        await using var pipeline = await StartAsync();
        await using var claude = new ClaudeCli(pipeline.Address);
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text(string.Concat(Enumerable.Repeat("a word ", 100))).Finish("stop").Done());

        var run = await claude.RunAsync("hello");

        // The CLI sends about 48 KB with its first hello.
        var (input, cached, output) = Usage(run.Result);
        Assert.InRange(input, 5_000, 30_000);
        Assert.Equal(0, cached);
        Assert.InRange(output, 100, 400);
    }

    private static (int Input, int Cached, int Output) Usage(JsonElement result)
    {
        var usage = result.GetProperty("usage");
        return (usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("cache_read_input_tokens").GetInt32(), usage.GetProperty("output_tokens").GetInt32());
    }
}

/// <summary>The same in one process.</summary>
public sealed class TokenUsageTestsInOneProcess : TokenUsageTests
{
    private protected override async Task<IPipeline> StartAsync() => await RunningPipeline.StartAsync();
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class TokenUsageTestsOverTheBroker : TokenUsageTests
{
    private protected override async Task<IPipeline> StartAsync() => await RunningRoles.StartAsync(workers: 1);
}

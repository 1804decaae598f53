using Anthropic;
using Anthropic.Models.Messages;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>Anthropic's own .NET SDK as a second client.</summary>
public abstract class AnthropicSdkTests
{
    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    [Fact]
    public async Task A_whole_message_is_understood()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("hello ").Text("there").Finish("stop").Usage(12, 3, cached: 2).Done());

        var message = await Client(pipeline).Messages.Create(Question);

        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("hello there", text!.Text);
        Assert.Equal((10, 2, 3), ((int)message.Usage.InputTokens, (int?)message.Usage.CacheReadInputTokens, (int)message.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_stream_is_understood_event_by_event()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("hello ", "there"));

        var text = "";
        await foreach (var next in Client(pipeline).Messages.CreateStreaming(Question))
        {
            if (next.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece)) text += piece.Text;
        }

        Assert.Equal("hello there", text);
    }

    [Fact]
    public async Task A_prompt_is_counted_without_a_call()
    {
        await using var pipeline = await StartAsync();

        var count = await Client(pipeline).Messages.CountTokens(new MessageCountTokensParams { Model = "claude-sonnet-5", Messages = [new UserMessageParam("hello there")] });

        Assert.InRange(count.InputTokens, 2, 12);
        Assert.Equal(0, pipeline.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_raised_as_the_SDKs_own_exception()
    {
        await using var pipeline = await StartAsync(("ANTHROPIC_AUTH_TOKEN", "right"));

        await Assert.ThrowsAsync<Anthropic.Exceptions.AnthropicUnauthorizedException>(() => Client(pipeline).Messages.Create(Question));
    }

    private static MessageCreateParams Question => new()
    {
        Model = "claude-sonnet-5",
        MaxTokens = 100,
        Messages = [new UserMessageParam("hello")],
    };

    private static AnthropicClient Client(IPipeline pipeline) =>
        new() { BaseUrl = pipeline.Address.ToString().TrimEnd('/'), ApiKey = "wrong", MaxRetries = 0 };
}

/// <summary>The same in one process.</summary>
public sealed class AnthropicSdkTestsInOneProcess : AnthropicSdkTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class AnthropicSdkTestsOverTheBroker : AnthropicSdkTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

using System.Text.Json.Nodes;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>What must not depend on how an answer travels.</summary>
public abstract class WireTests
{
    private protected abstract Task<IPipeline> StartAsync(params (string Name, string Value)[] settings);

    private static readonly UpstreamReply Everything = UpstreamReply.Stream()
        .Reasoning("Hm, ").Reasoning("größer 🦊")
        .Text("Let me ").Text("look.\n\n")
        .ToolCall("Bash", """{"command":"ls -la","timeout":5}""", "call_0123456789ab")
        .ToolCall("Read", """{"file_path":"/tmp/ü"}""")
        .Finish("tool_calls").Usage(120, 30, cached: 20).Done();

    [Theory]
    [InlineData(1)]
    [InlineData(2, 3)]
    [InlineData(7, 64, 1)]
    [InlineData(1000)]
    public async Task However_the_upstreams_bytes_are_cut_the_client_gets_the_same_message(params int[] sizes)
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(Everything, Everything.CutInto(sizes));

        var whole = await pipeline.StreamAsync(Thoughtful(stream: true));
        var cut = await pipeline.StreamAsync(Thoughtful(stream: true));

        Assert.Equal(Shape(whole.Message), Shape(cut.Message));
        Assert.Equal("tool_use", cut.StopReason);
        Assert.Equal((100, 20, 30), (cut.Message.Usage.InputTokens, cut.Message.Usage.CacheReadInputTokens, cut.Message.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_message_that_is_not_streamed_is_the_one_that_the_stream_tells()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(Everything, Everything);

        var streamed = (await pipeline.StreamAsync(Thoughtful(stream: true))).Message;
        var whole = await pipeline.CompleteAsync(Thoughtful(stream: false));

        Assert.Equal("tool_use", whole.GetProperty("stop_reason").GetString());
        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], whole.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("type").GetString()));
        Assert.Equal(streamed.Thinking, whole.GetProperty("content")[0].GetProperty("thinking").GetString());
        Assert.Equal(streamed.Text, whole.GetProperty("content")[1].GetProperty("text").GetString());
        Assert.Equal("ls -la", whole.GetProperty("content")[2].GetProperty("input").GetProperty("command").GetString());
        Assert.Equal("/tmp/ü", whole.GetProperty("content")[3].GetProperty("input").GetProperty("file_path").GetString());
        Assert.Equal(30, whole.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task A_schema_nested_200_levels_deep_reaches_the_upstream()
    {
        await using var pipeline = await StartAsync();
        var schema = string.Concat(Enumerable.Repeat("{\"properties\":", 200)) + "{}" + new string('}', 200);
        var body = $$"""
            {"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"deep","input_schema":{{schema}}}]}
            """;

        using var response = await pipeline.Client.PostAsync("/v1/messages", System.Text.Encoding.UTF8.GetBytes(body));
        await response.ReadToEndAsync();

        Assert.Equal("ok", StreamedAnswer.From(response.RawBytes).Text);
        Assert.Contains(schema, System.Text.Encoding.UTF8.GetString(pipeline.Upstream.Requests.All[0].Body.Span), StringComparison.Ordinal);
    }

    private static JsonObject Thoughtful(bool stream)
    {
        var body = AnthropicRequests.WithTools("Bash", "Read");
        body["thinking"] = new JsonObject { ["type"] = "adaptive" };
        body["stream"] = stream;
        return body;
    }

    private static string Shape(FoldedMessage message) => string.Join('|', message.Blocks.Select(block => block switch
    {
        ToolUseBlock tool => $"{tool.Name} {tool.Input}",
        _ => block.ToString(),
    }));
}

/// <summary>The same in one process.</summary>
public sealed class WireTestsInOneProcess : WireTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class WireTestsOverTheBroker : WireTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

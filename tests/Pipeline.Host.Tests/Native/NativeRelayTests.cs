using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Native;

/// <summary>Providers that speak Anthropic's API themselves get what the client sent, and stand in for others.</summary>
public abstract class NativeRelayTests
{
    private const string Native = "vendor/native";
    private const string Translated = "vendor/translated";

    private protected abstract Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_clients_bytes_arrive_with_nothing_changed_but_model_stream_and_billing_header(bool stream)
    {
        await using var pipeline = await StartAsync();
        var body = AnthropicRequests.Realistic();
        body["stream"] = stream;
        body["a_field_of_tomorrow"] = JsonNode.Parse("""{"numbers":[1.50,1e3],"text":"ü \\/ \u0001"}""");
        var sent = Encoding.UTF8.GetString(AnthropicRequests.ToUtf8(body));

        using var response = await pipeline.Client.PostAsync("/v1/messages?beta=true", Encoding.UTF8.GetBytes(sent));
        Assert.Equal(200, (int)response.Status);

        var call = await pipeline.Upstream.Requests.NthAsync(1);
        var expected = sent
            .Replace($"\"model\":\"{AnthropicRequests.Model}\"", $"\"model\":\"{Native}\"", StringComparison.Ordinal)
            .Replace($"\"stream\":{(stream ? "true" : "false")}", "\"stream\":true", StringComparison.Ordinal)
            .Replace("""{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.839; cc_entrypoint=sdk-cli;"},""", "", StringComparison.Ordinal);
        Assert.Equal("/v1/messages", call.Path);
        Assert.Equal(expected, Encoding.UTF8.GetString(call.Body.Span));
        Assert.NotEqual(sent, expected);
    }

    [Fact]
    public async Task Spaces_escapes_and_the_order_of_fields_stay_as_the_client_wrote_them()
    {
        await using var pipeline = await StartAsync();

        using var response = await pipeline.Client.PostAsync("/v1/messages", """
             { "stream" : true, "max_tokens":9 , "messages":[ {"content":"caf\u00e9 \/ 😀","role":"user"} ],
               "model" : "claude-sonnet-4-5" , "temperature": 1.0 }
            """u8.ToArray());
        await response.ReadToEndAsync();

        Assert.Equal("ok", StreamedAnswer.From(response.RawBytes).Text);
        Assert.Equal(
            $$"""
             { "stream" : true, "max_tokens":9 , "messages":[ {"content":"caf\u00e9 \/ 😀","role":"user"} ],
               "model" : "{{Native}}" , "temperature": 1.0 }
            """,
            Encoding.UTF8.GetString(pipeline.Upstream.Requests.All[0].Body.Span));
    }

    [Fact]
    public async Task A_native_provider_gets_its_own_key_and_the_clients_beta_features()
    {
        await using var pipeline = await StartAsync(("OPENROUTER_HEADERS", "X-Title: Pipeline"));
        pipeline.Client.Headers.Add("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14");
        pipeline.Client.Headers.Add("x-api-key", "the-clients-own");

        await pipeline.StreamAsync(AnthropicRequests.Hello());

        var headers = pipeline.Upstream.Requests.All[0].Headers;
        Assert.Equal("2023-06-01", headers["anthropic-version"]);
        Assert.Equal("claude-code-20250219,interleaved-thinking-2025-05-14", headers["anthropic-beta"]);
        Assert.Equal(("Bearer or-test-key", "or-test-key"), (headers["Authorization"], headers["x-api-key"]));
        Assert.Equal("Pipeline", headers["X-Title"]);
    }

    [Fact]
    public async Task A_native_provider_without_a_key_gets_none()
    {
        await using var pipeline = await StartAsync(("LM_STUDIO_BASE_URL", IPipeline.UpstreamAddress), ("LM_STUDIO_API", "anthropic"));

        await pipeline.StreamAsync(AnthropicRequests.Hello(model: $"lmstudio/{Native}"));

        var headers = pipeline.Upstream.Requests.All[0].Headers;
        Assert.Equal("2023-06-01", headers["anthropic-version"]);
        Assert.DoesNotContain("Authorization", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-api-key", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("anthropic-beta", headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_translated_provider_gets_nothing_that_only_Anthropic_understands()
    {
        await using var pipeline = await StartAsync();
        pipeline.Client.Headers.Add("anthropic-beta", "claude-code-20250219");

        await pipeline.StreamAsync(AnthropicRequests.Hello(model: $"nvidia_nim/{Translated}"));

        var call = pipeline.Upstream.Requests.All[0];
        Assert.Equal("/v1/chat/completions", call.Path);
        Assert.DoesNotContain(call.Headers.Keys, name => name.StartsWith("anthropic", StringComparison.OrdinalIgnoreCase) || name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_translated_provider_steps_in_for_a_native_one(bool stream)
    {
        await using var pipeline = await StartAsync(("MODEL", $"open_router/{Native}, nvidia_nim/{Translated}"));
        pipeline.Upstream.Responder = call => call.IsNative ? NativeReply.Start().Error("api_error", "engine died") : UpstreamReply.Answer("from the translated");

        Assert.Equal("from the translated", await AskAsync(pipeline, stream));
        Assert.Equal(["/v1/messages", "/v1/messages", "/v1/chat/completions"], pipeline.Upstream.Requests.All.Select(call => call.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_native_provider_steps_in_for_a_translated_one(bool stream)
    {
        await using var pipeline = await StartAsync(("MODEL", $"nvidia_nim/{Translated}, open_router/{Native}"));
        pipeline.Upstream.Responder = call => call.IsNative ? NativeReply.Answer("from the native") : UpstreamReply.Stream().StreamError("engine died");

        Assert.Equal("from the native", await AskAsync(pipeline, stream));
        Assert.Equal(["/v1/chat/completions", "/v1/chat/completions", "/v1/messages"], pipeline.Upstream.Requests.All.Select(call => call.Path));
    }

    [Fact]
    public async Task A_conversation_that_one_began_goes_on_with_the_other()
    {
        await using var pipeline = await StartAsync();
        pipeline.Upstream.Enqueue(NativeReply.Start()
            .Block(0, """{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking_delta","thinking":"Hm."}""", """{"type":"signature_delta","signature":"c2lnbmVk"}""")
            .Block(1, """{"type":"tool_use","id":"toolu_0123456789ab","name":"Bash","input":{}}""", NativeReply.InputDelta("""{"command":"ls"}"""))
            .End("tool_use"));
        var body = AnthropicRequests.WithTools("Bash");
        body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 1024 };
        var message = (await pipeline.StreamAsync(body)).Message;

        body["model"] = $"nvidia_nim/{Translated}";
        body["messages"]!.AsArray().Add(JsonNode.Parse($$"""
            {"role":"assistant","content":[{"type":"thinking","thinking":"{{message.Thinking}}","signature":"c2lnbmVk"},{"type":"tool_use","id":"{{message.ToolUses[0].Id}}","name":"Bash","input":{{message.ToolUses[0].Input}}}]}
            """));
        body["messages"]!.AsArray().Add(JsonNode.Parse($$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{message.ToolUses[0].Id}}","content":"a.txt"}]}"""));

        Assert.Equal("ok", (await pipeline.StreamAsync(body)).Text);
        var roles = pipeline.Upstream.Requests.All[^1].Json.GetProperty("messages").EnumerateArray().Select(sent => sent.GetProperty("role").GetString());
        Assert.Equal(["user", "assistant", "tool"], roles);
    }

    private static async Task<string> AskAsync(IPipeline pipeline, bool stream) => stream
        ? (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text
        : (await pipeline.CompleteAsync(AnthropicRequests.Hello(stream: false))).GetProperty("content")[0].GetProperty("text").GetString()!;

    private Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) => StartPipelineAsync(
    [
        ("MODEL", $"open_router/{Native}"),
        ("OPENROUTER_API", "anthropic"),
        ("OPENROUTER_API_KEY", "or-test-key"),
        ("OPENROUTER_BASE_URL", IPipeline.UpstreamAddress),
        ("Upstream__MaxRetries", "1"),
        .. settings,
    ]);
}

/// <summary>The same in one process.</summary>
public sealed class NativeRelayTestsInOneProcess : NativeRelayTests
{
    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings) => await RunningPipeline.StartAsync(settings);
}

/// <summary>The same with an ingress and a worker as processes on a broker.</summary>
[Trait("Category", "Full")]
public sealed class NativeRelayTestsOverTheBroker : NativeRelayTests
{
    private protected override async Task<IPipeline> StartPipelineAsync(params (string Name, string Value)[] settings) => await RunningRoles.StartAsync(workers: 1, settings);
}

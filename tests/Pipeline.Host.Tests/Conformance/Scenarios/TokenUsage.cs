using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Reports usage only when asked, in places of its own, or never.</summary>
internal static class TokenUsage
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("usage where it is asked for", UpstreamReply.Stream().Text("Hello.").Finish("stop").Usage(120, 7).Done()) { Sees = client => client.Says("Hello.").Counts(120, 7) },
        new("usage with cached tokens", UpstreamReply.Stream().Text("Hello.").Finish("stop").Usage(120, 7, cached: 100).Done()) { Sees = client => client.Says("Hello.").Counts(20, 7, cached: 100) },
        new("usage in every chunk", UpstreamReply.Stream()
            .Chunk("""{"choices":[{"index":0,"delta":{"content":"Hello."}}],"usage":{"prompt_tokens":120,"completion_tokens":1}}""")
            .Chunk("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":7}}""").Done()) { Sees = client => client.Says("Hello.").Counts(120, 7) },
        new("usage of DeepSeek's cache", UpstreamReply.Stream().Text("Hello.")
            .Chunk("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":7,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":56}}""").Done())
        {
            Sees = client => client.Says("Hello.").Counts(56, 7, cached: 64),
        },
        new("usage that is null", UpstreamReply.Stream().Chunk("""{"choices":[{"index":0,"delta":{"content":"Hello."}}],"usage":null}""").Finish("stop").Done()) { Sees = Counted },
        new("no usage at all", UpstreamReply.Stream().Text("Hello.").Finish("stop").Done()) { Sees = Counted },
    ];

    private static void Counted(ClientView client)
    {
        client.Says("Hello.");
        Assert.True(client.Message.Usage is { InputTokens: > 0, OutputTokens: > 0 }, $"{client.Message.Usage}");
    }
}

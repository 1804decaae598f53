using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Sends its stream in forms of its own.</summary>
internal static class Bodies
{
    private const string Whole = """{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Says("a whole completion in the place of a stream", UpstreamReply.Body(200, "application/json", Whole)),
        Says("a whole completion that is called a stream", UpstreamReply.Body(200, "text/event-stream", Whole)),
        Says("comments and event names between the chunks", UpstreamReply.Stream().Raw(": OPENROUTER PROCESSING\n\n").Raw("event: message\n").Text("Hello.").Raw(": keep-alive\n\n").Complete("stop")),
        Says("carriage returns", UpstreamReply.Stream().Raw("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello.\"}}]}\r\n\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n")),
        Says("no space behind data:", UpstreamReply.Stream().Raw("data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello.\"}}]}\n\ndata:{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata:[DONE]\n\n")),
        Says("chunks without choices", UpstreamReply.Stream().Chunk("""{"choices":[]}""").Text("Hello.").Chunk("""{"object":"ping"}""").Complete("stop")),
        Says("content in parts", UpstreamReply.Stream().Chunk("""{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"Hello."}]}}]}""").Complete("stop")),
        Says("every byte on its own", UpstreamReply.Answer("Hel", "lo.").CutInto(1)),
        new("characters cut in the middle", UpstreamReply.Answer("Größe 😀 ", "家").CutInto(3)) { Sees = client => client.Says("Größe 😀 家") },
    ];

    private static Scenario Says(string name, UpstreamReply reply) => new(name, reply) { Sees = client => client.Says("Hello.").AfterCalls(1) };
}

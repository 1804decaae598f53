using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Fails, and does better the next time: nobody sees it.</summary>
internal static class PassingFaults
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Passes("a 500", UpstreamReply.Error(500)),
        Passes("a 502", UpstreamReply.Error(502)),
        Passes("a 503", UpstreamReply.Error(503)),
        Passes("a 504", UpstreamReply.Error(504)),
        Passes("a 429 that asks for no wait", UpstreamReply.RateLimited("0")),
        Passes("a 408", UpstreamReply.Body(408, "text/plain", "Request Timeout")),
        Passes("a reset before any byte", UpstreamReply.Stream().Reset()),
        Passes("a reset after the headers", UpstreamReply.Stream().SendHeaders().Reset()),
        Passes("a cut before any chunk", UpstreamReply.Stream().SendHeaders().CutOff()),
        Passes("an end without a chunk", UpstreamReply.Stream()),
        Passes("an end marker alone", UpstreamReply.Stream().Done()),
        Passes("an error object in the stream", UpstreamReply.Stream().StreamError("engine died")),
        Passes("an error object with status 200", UpstreamReply.ErrorWithStatus200()),
        Passes("an empty completion", UpstreamReply.Empty()),
        Passes("an empty completion twice", UpstreamReply.Empty(), UpstreamReply.Empty()),
        Passes("white space alone", UpstreamReply.Stream().Text("").Text("").Complete("stop")),
        Passes("a web page", UpstreamReply.WebPage()),
        Passes("a chunk that is no JSON", UpstreamReply.Stream().Raw("data: {oops\n\n").Done()),
        Passes("the reason 'error'", UpstreamReply.Stream().Finish("error").Done()),
        Passes("three different faults in a row", UpstreamReply.Error(503), UpstreamReply.Stream().Reset(), UpstreamReply.Empty()),
        Passes("words and a broken tool call in one go", UpstreamReply.Stream().Text("I ").Text("look.").ToolCallDelta(0, "call_a", "Bash", "{\"comm").Complete("tool_calls").CutInto(100_000)),
        new("a cut in the middle of the words", UpstreamReply.Stream().Text("half an ").CutOff(), UpstreamReply.Answer("all good"))
        {
            // Who has not been shown the words yet may be spared the cut; who has gets an error, and never an end.
            StreamingSees = client => Assert.True(client is { Message.Text: "all good", ErrorType: null } or { Message.StopReason: null, ErrorType: "api_error" }, $"{client}"),
            WholeSees = client => client.Says("all good").AfterCalls(2),
        },
    ];

    private static Scenario Passes(string name, params UpstreamReply[] faults) => new($"{name}, at first", [.. faults, UpstreamReply.Answer("all ", "good")])
    {
        Sees = client => client.Says("all good").AfterCalls(faults.Length + 1),
    };
}

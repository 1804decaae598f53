using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Fails and goes on failing: a true status, in words.</summary>
internal static class LastingFaults
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Fails("a refused key", UpstreamReply.Error(401), 403, "permission_error", calls: 1, "NVIDIA_NIM_API_KEY"),
        Fails("a forbidden model", UpstreamReply.Error(403), 403, "permission_error", calls: 1, "NVIDIA_NIM_API_KEY"),
        Fails("a bill that is not paid", UpstreamReply.Body(402, "application/json", """{"error":{"message":"Insufficient credits"}}"""), 403, "permission_error", calls: 1, "Insufficient credits"),
        Fails("an unknown model", UpstreamReply.Error(404), 404, "not_found_error", calls: 1, "MODEL"),
        Fails("a request that is too large", UpstreamReply.Body(413, "text/html", "<html>Too large</html>"), 413, "request_too_large", calls: 1),
        Fails("a request that it does not like", UpstreamReply.BadRequest("top_q is out of fashion"), 400, "invalid_request_error", calls: 1, "top_q is out of fashion"),
        Fails("500s without end", UpstreamReply.Error(500), 500, "api_error", calls: 4, "EngineCore"),
        Fails("503s without end", UpstreamReply.Error(503), 529, "overloaded_error", calls: 4, "ResourceExhausted"),
        Fails("504s without end", UpstreamReply.Error(504), 504, "timeout_error", calls: 4),
        Fails("resets without end", UpstreamReply.Stream().Reset(), 500, "api_error", calls: 4),
        Fails("empty completions without end", UpstreamReply.Empty(), 500, "api_error", calls: 4, "nothing"),
        Fails("cuts without end", UpstreamReply.Stream().SendHeaders().CutOff(), 500, "api_error", calls: 4, "broke off"),
        Fails("web pages without end", UpstreamReply.WebPage(), 500, "api_error", calls: 4, "web page"),
        Fails("an error object that will not pass", UpstreamReply.Stream().StreamError("no such model", "NotFoundError", 404), 404, "not_found_error", calls: 1, "no such model"),
        Fails("a redirect", UpstreamReply.Body(302, "text/plain", "").WithHeader("Location", "https://elsewhere.example/v1"), 404, "not_found_error", calls: 1, "https://elsewhere.example/v1", "NVIDIA_NIM_BASE_URL"),
    ];

    private static Scenario Fails(string name, UpstreamReply reply, int status, string type, int calls, params string[] words) => new(name, reply)
    {
        Sees = client => client.Fails(status, type, [.. words, "NVIDIA NIM"]).AfterCalls(calls),
    };
}

using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;
using static Pipeline.Host.Tests.Conformance.Scenarios.NativeAnswers;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Speaks Anthropic's API itself, and fails: at first, after its first words, or for good.</summary>
internal static class NativeFaults
{
    private const string Text = """{"type":"text","text":""}""";

    private static UpstreamReply HalfAnAnswer { get; } = NativeReply.Start().BlockStart(0, Text).Delta(0, NativeReply.TextDelta("half an "));

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Passes("an overload", NativeReply.Refusal(529, "overloaded_error", "Overloaded")),
        Passes("a 500", NativeReply.Refusal(500, "api_error", "Internal server error")),
        Passes("a 429 that asks for no wait", NativeReply.Refusal(429, "rate_limit_error", "Slow down").WithHeader("Retry-After", "0")),
        Passes("a reset", UpstreamReply.Stream().Reset()),
        Passes("a cut before any block", NativeReply.Start().CutOff()),
        Passes("an end before any block", NativeReply.Start()),
        Passes("an error event before any block", NativeReply.Start().Error("overloaded_error", "Overloaded")),
        Passes("a message with nothing in it", NativeReply.Start().End("end_turn")),
        Passes("an event that is no JSON", NativeReply.Start().Raw("event: content_block_start\ndata: {oops\n\n")),
        Passes("a web page", UpstreamReply.WebPage()),
        BreaksOff("an error event after the first words", HalfAnAnswer.Error("overloaded_error", "Overloaded"), "overloaded_error"),
        BreaksOff("a cut after the first words", HalfAnAnswer.CutOff(), "api_error"),
        BreaksOff("an end after the first words", HalfAnAnswer.BlockStop(0), "api_error"),
        BreaksOff("a tool's input that is no JSON", HalfAnAnswer.BlockStop(0).Block(1, """{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}""", NativeReply.InputDelta("{\"comm")).End("tool_use"), "api_error") with { Asks = WithTools("Bash") },
        Fails("a refused key", NativeReply.Refusal(401, "authentication_error", "invalid x-api-key"), 403, "permission_error", calls: 1, "LM_STUDIO_API_KEY"),
        Fails("an unknown model", NativeReply.Refusal(404, "not_found_error", "model: nobody"), 404, "not_found_error", calls: 1, "model: nobody"),
        Fails("a request that it does not like", NativeReply.Refusal(400, "invalid_request_error", "messages.0: odd"), 400, "invalid_request_error", calls: 1, "messages.0: odd"),
        Fails("overloads without end", NativeReply.Refusal(529, "overloaded_error", "Overloaded"), 529, "overloaded_error", calls: 4, "Overloaded"),
        Fails("OpenAI's API in the place of Anthropic's", UpstreamReply.Answer("Hello."), 500, "api_error", calls: 4, "OpenAI's format"),
        Relayed("a prompt that is too long", NativeReply.Refusal(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"), client =>
        {
            client.Fails(400, "invalid_request_error").AfterCalls(1);
            Assert.StartsWith("prompt is too long: 210000 tokens > 200000 maximum", client.ErrorMessage, StringComparison.Ordinal);
        }),
        Refuses("context_management", """{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]}""", "context_management: Extra inputs are not permitted"),
        Refuses("output_config", """{"effort":"medium"}""", "Unknown field: output_config"),
        Relayed("more tokens than it takes", NativeReply.Answer("fine"), client => client.Says("fine").Sent("max_tokens", "8192").AfterCalls(3)) with
        {
            Asks = With("max_tokens", "64000"),
            Requests = 2,
            Upstream = request => request.Json.GetProperty("max_tokens").GetInt32() > 8192
                ? NativeReply.Refusal(400, "invalid_request_error", "max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens for upstream-model")
                : null,
        },
    ];

    private static Scenario Passes(string name, UpstreamReply fault) => Relayed($"{name}, at first", fault, client => client.Says("all good").AfterCalls(2)) with
    {
        Replies = [fault, NativeReply.Answer("all ", "good")],
    };

    /// <summary>
    /// Too late for another try where the client has seen words, as one that streams has unless they came together
    /// with the fault.
    /// </summary>
    private static Scenario BreaksOff(string name, UpstreamReply fault, string type) => Relayed(name, fault, _ => { }) with
    {
        Replies = [fault, NativeReply.Answer("all ", "good")],
        StreamingSees = client =>
        {
            if (client.ErrorType is null) client.Says("all good").AfterCalls(2);
            else Assert.Equal("half an ", client.Fails(200, type, "LM Studio").AfterCalls(1).Message.Text);
        },
        WholeSees = client => client.Says("all good").AfterCalls(2),
    };

    private static Scenario Fails(string name, UpstreamReply reply, int status, string type, int calls, params string[] words) =>
        Relayed(name, reply, client => client.Fails(status, type, [.. words, "LM Studio"]).AfterCalls(calls));

    /// <summary>Refuses a field that Claude Code sends: it is left out, and not sent again.</summary>
    private static Scenario Refuses(string field, string json, string complaint) => Relayed($"a field that it does not know, {field}", NativeReply.Answer("fine"), client => client.Says("fine").DidNotSend(field).AfterCalls(3)) with
    {
        Asks = With(field, json),
        Requests = 2,
        Upstream = request => request.Json.TryGetProperty(field, out _) ? NativeReply.Refusal(400, "invalid_request_error", complaint) : null,
    };
}

using System.Text.Json.Nodes;
using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>400 for parameters it does not know: left out, tried once more, and remembered for the model.</summary>
internal static class UnknownParameters
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Refuses("chat_template_kwargs", "[{'type': 'extra_forbidden', 'loc': ('body', 'chat_template_kwargs'), 'msg': 'Extra inputs are not permitted'}]", ToThink),
        Refuses("reasoning_effort", "Unrecognized request argument supplied: reasoning_effort", With("output_config", """{"effort":"high"}""")),
        Refuses("top_k", "property 'top_k' is unsupported", With("top_k", "40")),
        Refuses("top_p", "Unsupported parameter: 'top_p' is not supported with this model.", With("top_p", "0.9")),
        Refuses("temperature", "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.", With("temperature", "0.2")),
        Refuses("stop", "Unsupported parameter: 'stop' is not supported with this model.", With("stop_sequences", """["END"]""")),
        Refuses("stream_options", "Unknown parameter: 'stream_options'.", _ => { }),
        Refuses("parallel_tool_calls", "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.", body =>
        {
            WithTools("Bash")(body);
            With("tool_choice", """{"type":"auto","disable_parallel_tool_use":true}""")(body);
        }),
        Refuses("tool_choice", "Unsupported parameter: 'tool_choice' is not supported with this model.", body =>
        {
            WithTools("Bash")(body);
            With("tool_choice", """{"type":"auto"}""")(body);
        }),
        Refuses("response_format", "This response_format type is unavailable now", With("output_config", """{"format":{"type":"json_schema","schema":{"type":"object","properties":{"title":{"type":"string"}}}}}""")) with
        {
            Sees = client =>
            {
                client.Says("fine").DidNotSend("response_format");
                Assert.Contains("\"title\"", client.LastCall.GetRawText().Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
            },
        },
        Refuses("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", _ => { }) with
        {
            Sees = client => client.Says("fine").DidNotSend("max_tokens").Sent("max_completion_tokens", "1024").AfterCalls(3),
        },
    ];

    // Two requests: the first finds out, the second knows.
    private static Scenario Refuses(string parameter, string complaint, Action<JsonObject> asks) => new($"{parameter} that it does not know")
    {
        Asks = asks,
        Requests = 2,
        Upstream = request => request.Json.TryGetProperty(parameter, out _) ? UpstreamReply.BadRequest(complaint) : UpstreamReply.Answer("fine"),
        Sees = client => client.Says("fine").DidNotSend(parameter).AfterCalls(3),
    };
}

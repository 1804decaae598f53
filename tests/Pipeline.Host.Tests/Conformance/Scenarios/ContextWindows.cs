using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary><c>max_tokens</c> beyond its window, or a prompt beyond it: clamped, or told so that Claude Code compacts.</summary>
internal static class ContextWindows
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Overflows("vLLM's words for a prompt that is too long", "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.", 9000, 8192),
        Overflows("OpenAI's words for a prompt that is too long", "This model's maximum context length is 128000 tokens. However, you requested 131000 tokens (130000 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.", 130000, 128000),
        Overflows("OpenRouter's words for a prompt that is too long", "This endpoint's maximum context length is 32768 tokens. However, you requested about 41000 tokens (40000 of text input, 1000 in the output). Please reduce the length of either one.", 40000, 32768),
        Overflows("llama.cpp's words for a prompt that is too long", "request (40000 tokens) exceeds the available context size (32768 tokens), try increasing it", 40000, 32768),
        Overflows("Anthropic's words for a prompt that is too long", "prompt is too long: 210000 tokens > 200000 maximum", 210000, 200000),
        Clamps("vLLM's words for too many tokens in all", "'max_tokens' or 'max_completion_tokens' is too large: 64000. This model's maximum context length is 32768 tokens and your request has 12 input tokens (64000 > 32768 - 12).", 32768 - 12),
        Clamps("OpenAI's words for too many tokens in all", "This model's maximum context length is 32768 tokens. However, you requested 64012 tokens (12 in the messages, 64000 in the completion). Please reduce the length of the messages or completion.", 32768 - 12),
        Clamps("DeepSeek's range for max_tokens", "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", 8192),
        Clamps("a limit for the output", "max_tokens is too large: 64000. This model supports at most 16384 completion tokens, whereas you provided 64000.", 16384),
    ];

    private static Scenario Overflows(string name, string complaint, int tokens, int window) => new(name, UpstreamReply.BadRequest(complaint))
    {
        Sees = client =>
        {
            client.Fails(400, "invalid_request_error").AfterCalls(1);
            Assert.StartsWith($"prompt is too long: {tokens} tokens > {window} maximum", client.ErrorMessage, StringComparison.Ordinal);
        },
    };

    private static Scenario Clamps(string name, string complaint, int most) => new(name)
    {
        Asks = With("max_tokens", "64000"),
        Requests = 2,
        Upstream = request => request.Json.GetProperty("max_tokens").GetInt32() > most ? UpstreamReply.BadRequest(complaint) : UpstreamReply.Answer("fine"),
        Sees = client => Assert.InRange(client.Says("fine").AfterCalls(3).LastCall.GetProperty("max_tokens").GetInt32(), 1, most),
    };
}

using System.Collections.Concurrent;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Conversations;

/// <summary>A model with a small context window, whose server refuses what does not fit in the words of vLLM.</summary>
/// <param name="tokens">Tokens of prompt and answer together; a token has four bytes of the request.</param>
/// <param name="answer">Replies to what fits.</param>
internal sealed class SmallWindow(int tokens, Func<RecordedRequest, UpstreamReply> answer)
{
    private const int BytesPerToken = 4;

    private readonly ConcurrentQueue<RecordedRequest> _overflowing = new();

    /// <summary>Requests whose prompts alone did not fit.</summary>
    public IReadOnlyCollection<RecordedRequest> Overflowing => _overflowing;

    public UpstreamReply Reply(RecordedRequest request)
    {
        var prompt = TokensOf(request);
        var wanted = request.Json.GetProperty("max_tokens").GetInt32();
        if (prompt >= tokens)
        {
            _overflowing.Enqueue(request);
            return UpstreamReply.BadRequest(
                $"This model's maximum context length is {tokens} tokens. However, your messages resulted in {prompt} tokens. Please reduce the length of the messages.");
        }

        return prompt + wanted > tokens
            ? UpstreamReply.BadRequest(
                $"'max_tokens' or 'max_completion_tokens' is too large: {wanted}. This model's maximum context length is {tokens} tokens and your request has {prompt} input tokens ({wanted} > {tokens} - {prompt}).")
            : answer(request);
    }

    /// <summary>The tokens of a request's prompt, as this server counts them.</summary>
    public static int TokensOf(RecordedRequest request) => request.Body.Length / BytesPerToken;
}

using Pipeline.Tokens.Prompts.Texts;

namespace Pipeline.Tokens.Prompts;

/// <summary>
/// Counts the prompts of Anthropic's Messages requests (https://docs.anthropic.com/en/api/messages) in one pass over their
/// bytes. A conversation's texts are encoded once: what was counted before, in whatever request, is known
/// by its content. Safe for use by many threads at once.
/// </summary>
/// <param name="tokenizer">Counts the texts.</param>
public sealed class PromptCounter(ITokenizer tokenizer)
{
    private readonly TextCounter _texts = new(tokenizer, new KnownCounts(KnownCounts.DefaultCapacity));

    /// <summary>Counts a request's prompt: <c>system</c>, <c>messages</c>, <c>tools</c> and <c>tool_choice</c>. Parts that are not of their type count nothing.</summary>
    /// <param name="request">The request as JSON, which may lack all other fields.</param>
    /// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
    public PromptCount Count(ReadOnlySpan<byte> request) => new PromptReader(request, _texts).Read();
}

using System.Text.Json;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>
/// A chat completions request (https://platform.openai.com/docs/api-reference/chat/create), immutable:
/// a repair is a <c>with</c>. What stays the same through a conversation is written before the messages
/// and what may change after them, so that consecutive requests share their first bytes.
/// </summary>
internal sealed record ChatRequest
{
    public required string Model { get; init; }

    /// <summary>Always true: an answer that is not streamed to the client is folded from the same chunks.</summary>
    public bool Stream { get; init; } = true;

    public StreamOptions? StreamOptions { get; init; } = new(IncludeUsage: true);

    /// <summary>Null, not empty, where there are none: several upstreams refuse an empty list.</summary>
    public IReadOnlyList<ChatTool>? Tools { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public ToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public ResponseFormat? ResponseFormat { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary>The newer name of <see cref="MaxTokens"/>, which few upstreams know; never both.</summary>
    public int? MaxCompletionTokens { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    /// <summary>Not in OpenAI's reference; vLLM, and so NIM, takes it.</summary>
    public int? TopK { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? ReasoningEffort { get; init; }

    public ChatTemplateArguments? ChatTemplateKwargs { get; init; }

    /// <summary>The request's body.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, ChatJson.Relaxed.ChatRequest);
}

/// <summary>Asks for the chunk with the token counts.</summary>
internal sealed record StreamOptions(bool IncludeUsage);

/// <summary>
/// Switches that chat templates read: <c>thinking</c> those of DeepSeek and Kimi, <c>enable_thinking</c>
/// those of GLM and Qwen. A template ignores the name that it does not know.
/// </summary>
internal sealed record ChatTemplateArguments(bool Thinking, bool EnableThinking);

using System.Text.RegularExpressions;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>Complaints about prompts, or prompts and answers together, that are too long.</summary>
internal static class ContextComplaints
{
    // Groups: p tokens of the prompt, t of the tools beside them, w the window; least where p is not the whole
    // prompt; sum where the window is for prompt and answer and only it is told.
    private static readonly Wording[] Numbered =
    [
        // Anthropic
        new(@"prompt is too long: (?<p>#) tokens > (?<w>#)"),
        new(@"exceed context limit: (?<p>#) \+ # > (?<w>#)"),
        // OpenAI, DeepSeek, vLLM, OpenRouter
        new(@"maximum context length is (?<w>#) tokens.*requested (about )?# tokens \((?<p>#) (in the messages|in your prompt|of text input)(, (?<t>#) (in the functions|of tool input))?[,;]"),
        new(@"maximum context length is (?<w>#) tokens.*requested # output tokens and your prompt contains (?<least>at least )?(?<p>#) input"),
        new(@"maximum context length is (?<w>#) tokens and your request has (?<p>#) input"),
        new(@"maximum context length is (?<w>#) tokens.*your (messages|prompt|request|input) (resulted in|contains|has) (?<p>#) "),
        new(@"passed (?<p>#) input tokens.*context length is only (?<w>#)"),
        new(@"prompt \(length (?<p>#)\) is longer than the maximum model length of (?<w>#)"),
        new(@"input prompt \((?<p>#) tokens\) is too long and exceeds limit of (?<w>#)"),
        // SGLang
        new(@"maximum context length of (?<w>#) tokens.*: (?<p>#) tokens from the input messages"),
        new(@"input (length )?\((?<p>#) tokens\) (is longer than the model's context length|exceeds the maximum allowed length) \((?<w>#)"),
        // TGI, TensorRT-LLM, NIM
        new(@"must be <= (?<w>#)\. Given: (?<p>#) \W?inputs\W? tokens"),
        new(@"\+ \W?max_new_tokens\W? must be <= (?<sum>#)"),
        new(@"must have less than (?<w>#) tokens\. Given: (?<p>#)"),
        new(@"prompt length \((?<p>#)\) exceeds maximum input length \((?<w>#)"),
        new(@"sum of prompt length \((?<p>#).*should not exceed \w+ \((?<w>#)"),
        new(@"input length (?<p>#) exceeds maximum allowed (token|input) (size|length) (?<w>#)"),
        // llama.cpp, LM Studio
        new(@"n_prompt_tokens: (?<p>#)\s+n_ctx: (?<w>#)"),
        new(@"request \((?<p>#) tokens\) exceeds the available context size \((?<w>#)"),
        new(@"requested tokens \((?<p>#)\) exceed context window of (?<w>#)"),
        new(@"keep the first (?<p>#) tokens.*context length of only (?<w>#)"),
        new(@"n_keep: (?<p>#) ?>= ?n_ctx: (?<w>#)"),
        // Mistral, Cerebras, Gemini, Fireworks, xAI, Moonshot, Qwen, Cohere, GitHub
        new(@"prompt contains (?<p>#) tokens.*model with (?<w>#) maximum context"),
        new(@"current length is (?<p>#) while limit is (?<w>#)"),
        new(@"input token count \(?(?<p>#)\)? exceeds the maximum number of tokens allowed \(?(?<w>#)"),
        new(@"prompt is too long: (?<p>#), model maximum context length: (?<w>#)"),
        new(@"maximum prompt length is (?<w>#) but the request contains (?<p>#)"),
        new(@"exceeded model token limit: (?<w>#) \(requested: (?<p>#)"),
        new(@"range of input length should be \[#, ?(?<w>#)\]"),
        new(@"cannot exceed (?<w>#) - received (?<p>#)"),
        new(@"token count of (?<p>#) exceeds the limit of (?<w>#)"),
        new(@"request body too large.*max size: (?<w>#) tokens"),
        new(@"prompt too long: (?<p>#) tokens exceeds max context window of (?<w>#)"),
    ];

    private static readonly Wording Unnumbered = Wording.Any(
        "context_length_exceeded",
        "exceed_context_size_error",
        "max_prompt_tokens_exceeded",
        // vLLM's max_tokens, once it has subtracted a prompt that is longer than the window
        "max_tokens must be at least 1, got -",
        "(exceeds?|longer than) the (model's |available |maximum )*context (size|length|window)",
        "(prompt|input)( length)? exceeds (the )?(context|max)",
        "context (window|length) exceeds limit",
        "(prompt|input) is too long",
        "prompt too long",
        "too many (input )?tokens",
        "reduce the length of the (messages|prompt|input)",
        "keep from the initial prompt is greater than the context length");

    private static readonly Wording RateLimit = Wording.Any("tokens per (minute|hour|day)", "rate.?limit");

    /// <summary>Reads a complaint that gives numbers.</summary>
    public static Complaint? Read(string text, ChatRequest sent)
    {
        if (RateLimit.IsIn(text)) return null;

        var match = Numbered.Select(wording => wording.In(text)).FirstOrDefault(match => match.Success);
        return match is null ? null : Read(match, sent);
    }

    /// <summary>Reads a complaint that gives none; a shorter answer would hardly ever help then.</summary>
    public static Complaint? ReadWithoutNumbers(string text) =>
        Unnumbered.IsIn(text) && !RateLimit.IsIn(text) ? new ContextOverflow(PromptTokens: null, Window: null) : null;

    private static Complaint Read(Match match, ChatRequest sent)
    {
        if (match.Number("sum") is { } sum) return new ContextWindowFound(sum, PromptTokens: 0, AtLeast: true);

        var window = match.Number("w");
        var prompt = match.Number("p") + (match.Number("t") ?? 0);
        var requested = sent.MaxTokens ?? sent.MaxCompletionTokens;
        return window is { } all && prompt is { } used && requested is not null && used <= all - OutputBudget.LeastAnswer(all, requested)
            ? new ContextWindowFound(all, used, match.Groups["least"].Success)
            : new ContextOverflow(prompt, window);
    }
}

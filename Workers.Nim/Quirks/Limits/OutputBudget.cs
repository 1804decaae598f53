using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Limits;

/// <summary>Fits <c>max_tokens</c> into what the model's output limit and its context window leave.</summary>
internal static class OutputBudget
{
    private const int SensibleAnswer = 4_096;
    private const int ShareOfWindow = 32;

    /// <summary>
    /// Tokens that must be left for an answer to be worth beginning: an answer that is cut half-way helps
    /// nobody, whereas on an overflow Claude Code compacts and goes on.
    /// </summary>
    /// <param name="window">The context window.</param>
    /// <param name="requested">What the client asked for, if anything; less is enough for who asks for less.</param>
    public static int LeastAnswer(int window, int? requested) =>
        Math.Min(requested ?? int.MaxValue, Math.Clamp(window / ShareOfWindow, 1, SensibleAnswer));

    /// <summary>
    /// The overflow, where even the lowest number that the prompt can have leaves too little for an answer;
    /// else null, and the upstream decides: a prompt that it would have taken is never refused here.
    /// </summary>
    public static PromptOverflow? FindOverflow(ChatRequest request, TargetModel target, PromptTokens prompt)
    {
        if (target.ContextWindow is not { } window) return null;

        var maximum = window - LeastAnswer(window, request.MaxTokens);
        return prompt.AtLeast > maximum ? new PromptOverflow(prompt.Likely, maximum) : null;
    }

    /// <summary>The request with no more <c>max_tokens</c> than there is room for; the same instance where there is enough.</summary>
    public static ChatRequest Clamp(ChatRequest request, TargetModel target, PromptTokens prompt)
    {
        if (request.MaxTokens is not { } requested) return request;

        var allowed = Math.Min(requested, target.OutputLimit ?? requested);
        if (target.ContextWindow is { } window)
        {
            // Where the guess says that nothing is left, the least answer is tried: the upstream knows better.
            var left = window - prompt.Likely - prompt.Margin;
            allowed = Math.Min(allowed, Math.Max(left, LeastAnswer(window, requested)));
        }

        return allowed == requested ? request : request with { MaxTokens = allowed };
    }
}

using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>Leaves parameters out, or gives them another name.</summary>
internal static class RefusedParameters
{
    public static ChatRequest WithoutTemplateArguments(ChatRequest request) =>
        request.ChatTemplateKwargs is null ? request : request with { ChatTemplateKwargs = null };

    public static ChatRequest WithoutReasoningEffort(ChatRequest request) =>
        request.ReasoningEffort is null ? request : request with { ReasoningEffort = null };

    public static ChatRequest WithoutTopK(ChatRequest request) => request.TopK is null ? request : request with { TopK = null };

    public static ChatRequest WithoutTopP(ChatRequest request) => request.TopP is null ? request : request with { TopP = null };

    public static ChatRequest WithoutTemperature(ChatRequest request) =>
        request.Temperature is null ? request : request with { Temperature = null };

    public static ChatRequest WithoutStop(ChatRequest request) => request.Stop is null ? request : request with { Stop = null };

    public static ChatRequest WithoutStreamOptions(ChatRequest request) =>
        request.StreamOptions is null ? request : request with { StreamOptions = null };

    public static ChatRequest WithoutParallelToolCalls(ChatRequest request) =>
        request.ParallelToolCalls is null ? request : request with { ParallelToolCalls = null };

    /// <summary>
    /// Without a choice the model has its own. Where the client forbade calls the tools go too: a call that
    /// nobody wanted is worse than a prompt that the upstream has to read anew.
    /// </summary>
    public static ChatRequest WithoutToolChoice(ChatRequest request) => request.ToolChoice switch
    {
        null => request,
        ToolChoiceMode { Mode: "none" } => request with { ToolChoice = null, Tools = null, ParallelToolCalls = null },
        _ => request with { ToolChoice = null },
    };

    public static ChatRequest WithMaxCompletionTokens(ChatRequest request) =>
        request.MaxTokens is null ? request : request with { MaxTokens = null, MaxCompletionTokens = request.MaxTokens };
}

using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// Translates Anthropic's Messages request (https://docs.anthropic.com/en/api/messages) into a chat
/// completions request. Fields and blocks that are not known here are tolerated, never an error.
/// </summary>
internal static class RequestTranslator
{
    /// <summary>Translates one request.</summary>
    /// <param name="body">The client's own bytes; not needed afterwards.</param>
    /// <param name="upstreamModel">Model id as the upstream names it.</param>
    /// <param name="requestedModel">Model id as the client named it.</param>
    /// <exception cref="InvalidRequestException">The body cannot be translated; the message says where.</exception>
    public static TranslatedRequest Translate(ReadOnlyMemory<byte> body, string upstreamModel, string requestedModel)
    {
        var request = RequestBody.Parse(body);
        var tools = ToolDeclarations.Read(request);
        var thinking = ThinkingOptions.Read(request);
        var toolNames = tools.Select(tool => tool.Function.Name).ToHashSet(StringComparer.Ordinal);
        var stopSequences = StopSequences(request);

        var chat = new ChatRequest
        {
            Model = upstreamModel,
            Tools = tools.Count == 0 ? null : tools,
            Messages = Conversation.Read(request),
            ToolChoice = ToolChoices.Read(request.Member("tool_choice"), toolNames),
            ParallelToolCalls = ToolChoices.ReadParallel(request.Member("tool_choice"), toolNames),
            ResponseFormat = AnswerFormats.Read(request),
            MaxTokens = request.Integer("max_tokens"),
            Temperature = request.Number("temperature"),
            TopP = request.Number("top_p"),
            TopK = request.Integer("top_k"),
            Stop = stopSequences.Length == 0 ? null : stopSequences,
            ReasoningEffort = thinking.Effort,
            ChatTemplateKwargs = thinking.TemplateArguments,
        };
        var answer = new AnswerContext
        {
            MessageId = $"msg_{Guid.NewGuid():N}",
            RequestedModel = requestedModel,
            EstimatedInputTokens = TokenEstimate.Of(chat),
            ShowThinking = thinking.Enabled is true,
            ToolNames = toolNames,
            ToolSchemas = tools.DistinctBy(tool => tool.Function.Name)
                .ToDictionary(tool => tool.Function.Name, tool => tool.Function.Parameters, StringComparer.Ordinal),
            ForegroundTools = tools.Where(ToolDeclarations.IsBackgroundAgent)
                .Select(tool => tool.Function.Name)
                .ToHashSet(StringComparer.Ordinal),
            StopSequences = stopSequences,
        };
        return new TranslatedRequest(chat, answer);
    }

    // An empty sequence would stop every answer at once.
    private static string[] StopSequences(Field request) =>
        [.. request.Member("stop_sequences")?.Strings().Where(sequence => sequence.Length > 0) ?? []];
}

using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// Translates Anthropic's Messages request (https://docs.anthropic.com/en/api/messages) into a chat
/// completions request. Fields and blocks that are not known here are tolerated, never an error. What is
/// known of the model is applied afterwards, as often as something is learnt, without translating again.
/// </summary>
internal static class RequestTranslator
{
    /// <summary>
    /// OpenAI and TGI refuse more. An answer that one of the others would have stopped is longer than it was
    /// asked to be, never shorter; Claude Code sends none at all.
    /// </summary>
    private const int MaxStopSequences = 4;

    /// <summary>Translates one request.</summary>
    /// <param name="body">The client's own bytes; not needed afterwards.</param>
    /// <param name="upstreamModel">Model id as the upstream names it.</param>
    /// <param name="requestedModel">Model id as the client named it.</param>
    /// <exception cref="InvalidRequestException">The body cannot be translated; the message says where.</exception>
    public static TranslatedRequest Translate(ReadOnlyMemory<byte> body, string upstreamModel, string requestedModel)
    {
        var request = RequestBody.Parse(body);
        var names = new WireToolNames();
        var tools = ToolDeclarations.Read(request, names);
        var thinking = ThinkingOptions.Read(request);
        var toolNames = tools.Select(tool => tool.Function.Name).ToHashSet(StringComparer.Ordinal);
        var stopSequences = StopSequences(request);

        var chat = new ChatRequest
        {
            Model = upstreamModel,
            Tools = tools.Count == 0 ? null : tools,
            Messages = Conversation.Read(request, names),
            ToolChoice = ToolChoices.Read(request.Member("tool_choice"), toolNames, names),
            ParallelToolCalls = ToolChoices.ReadParallel(request.Member("tool_choice"), toolNames),
            ResponseFormat = AnswerFormats.Read(request),
            MaxTokens = request.Integer("max_tokens"),
            Temperature = request.Number("temperature"),
            TopP = request.Number("top_p"),
            TopK = request.Integer("top_k"),
            Stop = stopSequences.Length == 0 ? null : [.. stopSequences.Take(MaxStopSequences)],
            ReasoningEffort = thinking.Effort,
            ChatTemplateKwargs = thinking.TemplateArguments,
        };
        var estimate = TokenEstimate.Of(chat);
        var answer = new AnswerContext
        {
            MessageId = $"msg_{Guid.NewGuid():N}",
            RequestedModel = requestedModel,
            EstimatedInputTokens = estimate.Tokens,
            ShowThinking = thinking.Enabled is true,
            ToolNames = toolNames,
            ClientToolNames = names.Renamed,
            ToolSchemas = tools.ToDictionary(tool => tool.Function.Name, tool => tool.Function.Parameters, StringComparer.Ordinal),
            ForegroundTools = tools.Where(tool => ToolDeclarations.IsBackgroundAgent(tool.Function.Name, tool.Function.Parameters))
                .Select(tool => tool.Function.Name)
                .ToHashSet(StringComparer.Ordinal),
            StopSequences = stopSequences,
        };
        return new TranslatedRequest(chat, answer, estimate);
    }

    // An empty sequence would stop every answer at once.
    private static string[] StopSequences(Field request) =>
        [.. request.Member("stop_sequences")?.Strings().Where(sequence => sequence.Length > 0) ?? []];
}

using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Schemas;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>
/// What is done about each quirk. Every repair gives back the same instance where the request has nothing of
/// what it repairs, depends on nothing behind the place that it changes, and finds nothing left to do in its
/// own result.
/// </summary>
internal static class QuirkRepairs
{
    // In this order: a schema becomes a message, and messages come and go, before their order is looked at.
    private static readonly (Quirk Quirk, Func<ChatRequest, ChatRequest> Repair)[] All =
    [
        (Quirk.NoResponseFormat, SchemaInstructions.Write),
        (Quirk.NoImages, ImageNotes.Write),
        (Quirk.NoSystemRole, MessageRoles.WithoutSystem),
        (Quirk.NoUserAfterTool, MessageRoles.WithAssistantAfterTools),
        (Quirk.NoNullContent, MessageRoles.WithoutNullContent),
        (Quirk.PlainSchemas, PlainTools.Simplify),
        (Quirk.NoToolChoice, RefusedParameters.WithoutToolChoice),
        (Quirk.NoParallelToolCalls, RefusedParameters.WithoutParallelToolCalls),
        (Quirk.NoTemplateArguments, RefusedParameters.WithoutTemplateArguments),
        (Quirk.NoReasoningEffort, RefusedParameters.WithoutReasoningEffort),
        (Quirk.NoTopK, RefusedParameters.WithoutTopK),
        (Quirk.NoTopP, RefusedParameters.WithoutTopP),
        (Quirk.NoTemperature, RefusedParameters.WithoutTemperature),
        (Quirk.NoStop, RefusedParameters.WithoutStop),
        (Quirk.NoStreamOptions, RefusedParameters.WithoutStreamOptions),
        (Quirk.MaxCompletionTokens, RefusedParameters.WithMaxCompletionTokens),
    ];

    /// <summary>Repairs a request for a model with these quirks.</summary>
    public static ChatRequest Apply(ChatRequest request, IReadOnlySet<Quirk> quirks)
    {
        if (quirks.Count == 0) return request;

        foreach (var (quirk, repair) in All)
        {
            if (quirks.Contains(quirk)) request = repair(request);
        }

        return request;
    }

    /// <summary>Whether the request has something that a model with this quirk refuses.</summary>
    public static bool Concerns(Quirk quirk, ChatRequest request) =>
        All.Any(repair => repair.Quirk == quirk && !ReferenceEquals(repair.Repair(request), request));
}

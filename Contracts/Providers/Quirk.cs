namespace Pipeline.Contracts.Providers;

/// <summary>
/// A way in which an OpenAI-compatible upstream departs from OpenAI's reference. A provider's profile names
/// those that all its models share; others are learnt, per model, from what it refuses. Stored by name.
/// </summary>
public enum Quirk
{
    /// <summary>Refuses <c>chat_template_kwargs</c>.</summary>
    NoTemplateArguments,

    /// <summary>Refuses <c>reasoning_effort</c>.</summary>
    NoReasoningEffort,

    /// <summary>Refuses <c>top_k</c>, which OpenAI does not know.</summary>
    NoTopK,

    /// <summary>Refuses <c>top_p</c>, or <c>top_p</c> beside <c>temperature</c>.</summary>
    NoTopP,

    /// <summary>Refuses <c>temperature</c>, or every value but its default.</summary>
    NoTemperature,

    /// <summary>Refuses <c>stop</c>.</summary>
    NoStop,

    /// <summary>Refuses <c>stream_options</c>, so that no usage is reported.</summary>
    NoStreamOptions,

    /// <summary>Refuses <c>parallel_tool_calls</c>.</summary>
    NoParallelToolCalls,

    /// <summary>Refuses <c>tool_choice</c>, or every value but <c>auto</c>.</summary>
    NoToolChoice,

    /// <summary>Refuses <c>response_format</c> with a JSON schema; the schema goes into the instructions.</summary>
    NoResponseFormat,

    /// <summary>Wants <c>max_completion_tokens</c> in the place of <c>max_tokens</c>.</summary>
    MaxCompletionTokens,

    /// <summary>Refuses tools with schemas beyond the plain core of JSON Schema.</summary>
    PlainSchemas,

    /// <summary>Takes text alone: an image becomes a note.</summary>
    NoImages,

    /// <summary>Refuses the system role: instructions become the beginning of the first user message.</summary>
    NoSystemRole,

    /// <summary>Refuses a user message right after tool results: an assistant message is put in between.</summary>
    NoUserAfterTool,

    /// <summary>Refuses <c>content: null</c> beside tool calls, and wants an empty string.</summary>
    NoNullContent,
}

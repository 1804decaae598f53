using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>One message of a chat completions request; its type is its <c>role</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "role")]
[JsonDerivedType(typeof(SystemMessage), "system")]
[JsonDerivedType(typeof(UserMessage), "user")]
[JsonDerivedType(typeof(AssistantMessage), "assistant")]
[JsonDerivedType(typeof(ToolMessage), "tool")]
internal abstract record ChatMessage;

/// <summary>Instructions; many upstreams take them in first place only.</summary>
internal sealed record SystemMessage(string Content) : ChatMessage;

/// <summary>What the person, or the program on the person's behalf, says.</summary>
internal sealed record UserMessage(
    [property: JsonConverter(typeof(ContentPartsConverter))] IReadOnlyList<ContentPart> Content) : ChatMessage;

/// <summary>
/// What the model said and which tools it called. <paramref name="Content"/> is written even if null,
/// as the reference has it for a message of tool calls alone.
/// </summary>
internal sealed record AssistantMessage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Content,
    IReadOnlyList<ToolCall>? ToolCalls = null) : ChatMessage;

/// <summary>The result of one call of the assistant message before it.</summary>
internal sealed record ToolMessage(string ToolCallId, string Content) : ChatMessage
{
    /// <summary>The content for a model that takes no images; null where the result has none.</summary>
    [JsonIgnore]
    public string? TextWithoutImages { get; init; }
}

using System.Text.Json;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Native;

/// <summary>What has to be known of a request that is relayed as it is.</summary>
/// <param name="Answer">What the way back needs to know.</param>
/// <param name="MaxTokens">Tokens that the answer may have.</param>
/// <param name="Fields">Names of its fields.</param>
/// <param name="Prompt">A rough size of its prompt.</param>
internal sealed record NativeFacts(AnswerContext Answer, int? MaxTokens, IReadOnlyList<string> Fields, PromptTokens Prompt)
{
    private const int BytesPerToken = 4;

    /// <exception cref="InvalidRequestException">The body is not a JSON object, or a field has the wrong type.</exception>
    public static NativeFacts Read(ReadOnlyMemory<byte> body, string requestedModel)
    {
        var request = RequestBody.Parse(body);
        var tools = request.Member("tools")?.Items().ToList() ?? [];
        var tokens = Math.Max(1, body.Length / BytesPerToken);
        var answer = new AnswerContext
        {
            MessageId = $"msg_{Guid.NewGuid():N}",
            RequestedModel = requestedModel,
            EstimatedInputTokens = tokens,
            ShowThinking = ThinkingOptions.Read(request).Enabled is true,
            ToolNames = Names(tools),
            ForegroundTools = Names(tools.Where(IsBackgroundAgent)),
        };
        return new NativeFacts(answer, request.Integer("max_tokens"), [.. request.Value.EnumerateObject().Select(field => field.Name)], new PromptTokens(tokens, AtLeast: 1));
    }

    private static HashSet<string> Names(IEnumerable<Field> tools) =>
        tools.Select(tool => tool.Text("name")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static bool IsBackgroundAgent(Field tool) =>
        tool.Text("name") is { } name && tool.Member("input_schema") is { Value.ValueKind: JsonValueKind.Object } schema && ToolDeclarations.IsBackgroundAgent(name, schema.Value);
}

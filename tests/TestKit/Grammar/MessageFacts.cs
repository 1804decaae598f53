using System.Text.Json;

namespace Pipeline.TestKit.Grammar;

/// <summary>Reads and checks what single events say, wherever they stand.</summary>
internal static class MessageFacts
{
    private static readonly string[] StopReasons =
        ["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"];

    private static readonly string[] BlockTypes =
        ["text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "web_search_tool_result"];

    private static readonly string[] ErrorTypes =
    [
        "invalid_request_error", "authentication_error", "permission_error", "not_found_error", "request_too_large",
        "rate_limit_error", "api_error", "timeout_error", "overloaded_error",
    ];

    public static int Index(JsonElement data) => Number(data, "index") ?? -1;

    public static FoldedMessage ReadStart(JsonElement data, Action<string> violate)
    {
        var message = Child(data, "message");
        var read = new FoldedMessage
        {
            Id = OpenBlock.Text(message, "id"),
            Model = OpenBlock.Text(message, "model"),
            Usage = ReadUsage(message, new FoldedUsage(), violate),
        };
        if (read.Id.Length == 0) violate("no message.id");
        if (read.Model.Length == 0) violate("no message.model");
        if (OpenBlock.Text(message, "type") != "message") violate("message.type is not \"message\"");
        if (OpenBlock.Text(message, "role") != "assistant") violate("message.role is not \"assistant\"");
        if (Child(message, "content") is not { ValueKind: JsonValueKind.Array } content || content.GetArrayLength() > 0) violate("message.content is not []");
        if (Child(message, "stop_reason").ValueKind != JsonValueKind.Null) violate("message.stop_reason is not null");
        if (Child(message, "stop_sequence").ValueKind != JsonValueKind.Null) violate("message.stop_sequence is not null");
        if (read.Usage.InputTokens <= 0) violate("usage.input_tokens is not set or not above 0");
        return read;
    }

    public static JsonElement ReadBlock(JsonElement data, HashSet<string> toolIds, Action<string> violate)
    {
        var block = Child(data, "content_block");
        var type = OpenBlock.Text(block, "type");
        if (!BlockTypes.Contains(type, StringComparer.Ordinal)) violate($"unknown block type \"{type}\"");
        if (type == "text" && OpenBlock.Text(block, "text").Length > 0) violate("a text block begins with text");
        if (type == "thinking" && OpenBlock.Text(block, "thinking").Length > 0) violate("a thinking block begins with thinking");
        if (type is "tool_use" or "server_tool_use") CheckTool(block, toolIds, violate);
        return block.ValueKind == JsonValueKind.Undefined ? data.Clone() : block.Clone();
    }

    public static FoldedMessage ReadDelta(JsonElement data, FoldedMessage message, Action<string> violate)
    {
        var delta = Child(data, "delta");
        var reason = OpenBlock.Text(delta, "stop_reason");
        var sequence = Child(delta, "stop_sequence");
        if (!StopReasons.Contains(reason, StringComparer.Ordinal)) violate($"unknown stop_reason \"{reason}\"");
        if ((reason == "stop_sequence") != (sequence.ValueKind == JsonValueKind.String))
            violate($"stop_reason \"{reason}\" with stop_sequence {(sequence.ValueKind == JsonValueKind.Undefined ? "missing" : sequence.GetRawText())}");

        var usage = ReadUsage(data, message.Usage, violate);
        if (Number(Child(data, "usage"), "output_tokens") is null) violate("usage.output_tokens is not set");
        if (usage.InputTokens <= 0) violate("usage.input_tokens is not above 0");
        return message with
        {
            StopReason = reason,
            StopSequence = sequence.ValueKind == JsonValueKind.String ? sequence.GetString() : null,
            Usage = usage,
        };
    }

    public static StreamError ReadError(JsonElement data, Action<string> violate)
    {
        var error = Child(data, "error");
        var read = new StreamError(OpenBlock.Text(error, "type"), OpenBlock.Text(error, "message"));
        if (!ErrorTypes.Contains(read.Type, StringComparer.Ordinal)) violate($"unknown error type \"{read.Type}\"");
        if (read.Message.Length == 0) violate("an error without a message");
        return read;
    }

    private static void CheckTool(JsonElement block, HashSet<string> toolIds, Action<string> violate)
    {
        var id = OpenBlock.Text(block, "id");
        if (id.Length == 0) violate("a tool_use block without an id");
        else if (!toolIds.Add(id)) violate($"the id {id} was used before");
        if (OpenBlock.Text(block, "name").Length == 0) violate("a tool_use block without a name");
        if (Child(block, "input") is not { ValueKind: JsonValueKind.Object } input || input.EnumerateObject().Any()) violate("a tool_use block's input is not {}");
    }

    private static FoldedUsage ReadUsage(JsonElement owner, FoldedUsage known, Action<string> violate)
    {
        var usage = Child(owner, "usage");
        if (usage.ValueKind != JsonValueKind.Object)
        {
            violate("no usage");
            return known;
        }

        return new FoldedUsage
        {
            InputTokens = Number(usage, "input_tokens") ?? known.InputTokens,
            OutputTokens = Number(usage, "output_tokens") ?? known.OutputTokens,
            CacheReadInputTokens = Number(usage, "cache_read_input_tokens") ?? known.CacheReadInputTokens,
            CacheCreationInputTokens = Number(usage, "cache_creation_input_tokens") ?? known.CacheCreationInputTokens,
        };
    }

    private static JsonElement Child(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var child) ? child : default;

    private static int? Number(JsonElement element, string property) =>
        Child(element, property) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}

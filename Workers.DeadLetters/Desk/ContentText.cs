using System.Text.Json;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>The content of an Anthropic message for people: text as it is, of other blocks what they are.</summary>
internal static class ContentText
{
    public static string Of(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join("\n\n", content.EnumerateArray().Select(Block)),
        _ => content.GetRawText(),
    };

    private static string Block(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object) return block.GetRawText();

        return Field(block, "type") switch
        {
            "text" => Field(block, "text"),
            "thinking" => $"[thinking] {Field(block, "thinking")}",
            "tool_use" => $"[calls {Field(block, "name")}] {(block.TryGetProperty("input", out var input) ? input.GetRawText() : "")}",
            "tool_result" => $"[result of a tool] {(block.TryGetProperty("content", out var content) ? Of(content) : "")}",
            var other => $"[{other}]",
        };
    }

    private static string Field(JsonElement block, string name) =>
        block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

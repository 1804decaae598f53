using System.Text.Json;

namespace Pipeline.Ingress.Messages;

/// <summary>The block types whose fields are checked; others pass.</summary>
internal enum BlockType
{
    Missing,
    Text,
    Image,
    Document,
    Thinking,
    ToolUse,
    ToolResult,
    Other,
}

/// <summary>Which fields a content block has, and of what kind; judged at its end, as its type may come last.</summary>
internal struct BlockShape
{
    public bool IsObject;
    public BlockType Type;
    public JsonTokenType Text;
    public JsonSlice TextSlice;
    public JsonTokenType Thinking;
    public JsonTokenType Source;
    public JsonTokenType Id;
    public JsonTokenType Name;
    public JsonTokenType Input;
    public JsonTokenType ToolUseId;
    public JsonTokenType Content;

    /// <summary>What is wrong, to follow the block's path; null where nothing is.</summary>
    public readonly string? Fault()
    {
        if (!IsObject) return ": must be an object";

        return Type switch
        {
            BlockType.Missing => ".type: must be a string that names the block's type",
            BlockType.Text => String("text", Text),
            BlockType.Thinking => String("thinking", Thinking),
            BlockType.Image or BlockType.Document => Object("source", Source),
            BlockType.ToolUse => String("id", Id) ?? String("name", Name) ?? Object("input", Input),
            BlockType.ToolResult => String("tool_use_id", ToolUseId) ?? StringOrArray("content", Content),
            _ => null,
        };
    }

    private static string? String(string field, JsonTokenType kind) => kind switch
    {
        JsonTokenType.String => null,
        JsonTokenType.None => $".{field}: field required",
        _ => $".{field}: must be a string",
    };

    private static string? Object(string field, JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => null,
        JsonTokenType.None => $".{field}: field required",
        _ => $".{field}: must be an object",
    };

    private static string? StringOrArray(string field, JsonTokenType kind) =>
        kind is JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.Null or JsonTokenType.None
            ? null
            : $".{field}: must be a string or an array of content blocks";
}

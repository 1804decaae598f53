using System.Text;
using System.Text.Json;

namespace Pipeline.TestKit.Grammar;

/// <summary>The block that is open, with what has come of it.</summary>
internal sealed class OpenBlock(int index, string type, JsonElement start)
{
    private readonly StringBuilder _content = new();
    private readonly string _id = Text(start, "id");
    private readonly string _name = Text(start, "name");
    private readonly string _start = start.GetRawText();
    private string? _signature;

    public int Index => index;

    /// <summary>Adds a delta; what is wrong with it, if anything.</summary>
    public string? Add(JsonElement delta)
    {
        var kind = Text(delta, "type");
        if (_signature is not null) return $"{kind} after the signature_delta, which is the last of a thinking block";

        switch (kind, type)
        {
            case ("text_delta", "text"): return Append(delta, "text");
            case ("thinking_delta", "thinking"): return Append(delta, "thinking");
            case ("input_json_delta", "tool_use" or "server_tool_use"): return Append(delta, "partial_json");
            case ("citations_delta", "text"): return null;
            case ("signature_delta", "thinking"):
                _signature = Text(delta, "signature");
                return _signature.Length > 0 ? null : "signature_delta without a signature";
            default: return $"\"{kind}\" in a {type} block";
        }
    }

    /// <summary>What is wrong with the block now that it ends, its input apart.</summary>
    public string? Close() => type == "thinking" && _signature is null ? "thinking block without a signature_delta" : null;

    /// <summary>What is wrong with a tool's input, if anything.</summary>
    public string? CheckInput()
    {
        if (type is not ("tool_use" or "server_tool_use") || _content.Length == 0) return null;

        try
        {
            using var input = JsonDocument.Parse(_content.ToString(), new JsonDocumentOptions { MaxDepth = 1_000 });
            return input.RootElement.ValueKind == JsonValueKind.Object ? null : $"input of {_name} is no object: {_content}";
        }
        catch (JsonException exception)
        {
            return $"input of {_name} is not valid JSON ({exception.Message}): {_content}";
        }
    }

    public FoldedBlock Fold() => type switch
    {
        "text" => new TextBlock(_content.ToString()),
        "thinking" => new ThinkingBlock(_content.ToString(), _signature ?? string.Empty),
        "tool_use" => new ToolUseBlock(_id, _name, _content.Length == 0 ? "{}" : _content.ToString()),
        _ => new OtherBlock(type, _content.Length == 0 ? _start : _content.ToString()),
    };

    internal static string Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private string? Append(JsonElement delta, string property)
    {
        if (!delta.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.String) return $"delta without \"{property}\"";

        _content.Append(value.GetString());
        return null;
    }
}

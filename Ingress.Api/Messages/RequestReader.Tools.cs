using System.Text.Json;

namespace Pipeline.Ingress.Messages;

/// <summary>The part that checks <c>tools</c> and <c>tool_choice</c>.</summary>
internal ref partial struct RequestReader
{
    private void ReadTools()
    {
        if (!NextArray("tools")) return;

        for (var index = 0; NextElement(); index++)
        {
            ReadTool(index);
            _outline.HasTools = true;
        }
    }

    private void ReadTool(int index)
    {
        if (_json.TokenType != JsonTokenType.StartObject) throw Wrong($"tools.{index}", "an object");

        bool hasName = false, isServerTool = false;
        while (NextProperty())
        {
            if (_json.ValueTextEquals("name"u8)) hasName = ReadKind() == JsonTokenType.String;
            else if (_json.ValueTextEquals("type"u8)) isServerTool = ReadKind() == JsonTokenType.String && !_json.ValueTextEquals("custom"u8);
            else if (_json.ValueTextEquals("input_schema"u8)) ReadInputSchema(index);
            else SkipValue();
        }

        // Some of Anthropic's own tools, such as mcp_toolset, have no name.
        if (!hasName && !isServerTool) throw Wrong($"tools.{index}.name", "a string");
    }

    // Its path is put together only where it is told.
    private void ReadInputSchema(int index)
    {
        if (ReadKind() is not (JsonTokenType.StartObject or JsonTokenType.Null)) throw Wrong($"tools.{index}.input_schema", "an object");
    }

    private void ReadToolChoice()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return;
        if (_json.TokenType != JsonTokenType.StartObject) throw Wrong("tool_choice", "an object");

        bool isKnown = false, isTool = false, hasName = false;
        while (NextProperty())
        {
            if (_json.ValueTextEquals("name"u8)) hasName = ReadKind() == JsonTokenType.String;
            else if (_json.ValueTextEquals("type"u8))
            {
                _json.Read();
                var isText = _json.TokenType == JsonTokenType.String;
                isTool = isText && _json.ValueTextEquals("tool"u8);
                isKnown = isTool || (isText && (_json.ValueTextEquals("auto"u8) || _json.ValueTextEquals("any"u8) || _json.ValueTextEquals("none"u8)));
                _json.Skip();
            }
            else SkipValue();
        }

        if (!isKnown) throw Wrong("tool_choice.type", "'auto', 'any', 'tool' or 'none'");
        if (isTool && !hasName) throw Missing("tool_choice.name");
    }
}

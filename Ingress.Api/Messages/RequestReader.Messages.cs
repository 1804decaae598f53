using System.Text.Json;
using Pipeline.Ingress.Errors;

namespace Pipeline.Ingress.Messages;

/// <summary>The part that checks <c>messages</c>, <c>system</c> and content blocks.</summary>
internal ref partial struct RequestReader
{
    private bool ReadMessages()
    {
        if (!NextArray("messages")) throw Missing("messages");

        var index = 0;
        for (; NextElement(); index++) ReadMessage(index);
        return index > 0 ? true : throw ApiException.InvalidRequest("messages: at least one message is required");
    }

    private void ReadMessage(int index)
    {
        if (_json.TokenType != JsonTokenType.StartObject) throw Wrong($"messages.{index}", "an object");

        bool hasRole = false, hasContent = false;
        var turn = default(Turn);
        while (NextProperty())
        {
            if (_json.ValueTextEquals("role"u8)) hasRole = ReadRole(index, ref turn);
            else if (_json.ValueTextEquals("content"u8)) hasContent = ReadMessageContent(index, ref turn);
            else SkipValue();
        }

        if (!hasRole) throw Missing($"messages.{index}.role");
        if (!hasContent) throw Missing($"messages.{index}.content");
        _outline.Add(turn);
    }

    private bool ReadRole(int index, ref Turn turn)
    {
        _json.Read();
        turn.Role = _json.TokenType != JsonTokenType.String ? TurnRole.None
            : _json.ValueTextEquals("user"u8) ? TurnRole.User
            : _json.ValueTextEquals("assistant"u8) ? TurnRole.Assistant
            : _json.ValueTextEquals("system"u8) ? TurnRole.System
            : TurnRole.None;
        return turn.Role != TurnRole.None ? true : throw Wrong($"messages.{index}.role", "'user', 'assistant' or 'system'");
    }

    private bool ReadMessageContent(int index, ref Turn turn)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            turn.AddText(StringSlice());
            return true;
        }

        if (_json.TokenType != JsonTokenType.StartArray) throw Wrong($"messages.{index}.content", "a string or an array of content blocks");

        for (var block = 0; NextElement(); block++)
        {
            var shape = ReadBlock();
            if (shape.Fault() is { } fault) throw ApiException.InvalidRequest($"messages.{index}.content.{block}{fault}");
            if (shape.Type != BlockType.Text) turn.HasOtherBlocks = true;
            else if (!_body.Slice(shape.TextSlice.Start, shape.TextSlice.Length).StartsWith(Reminder)) turn.AddText(shape.TextSlice);
        }

        return true;
    }

    private void ReadSystem()
    {
        var start = (int)_json.BytesConsumed;
        ReadSystemValue();
        _outline.System = new JsonSlice(start, (int)_json.BytesConsumed - start);
    }

    private void ReadSystemValue()
    {
        _json.Read();
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.Null) return;
        if (_json.TokenType != JsonTokenType.StartArray) throw Wrong("system", "a string or an array of text blocks");

        for (var block = 0; NextElement(); block++)
        {
            if (ReadBlock().Fault() is { } fault) throw ApiException.InvalidRequest($"system.{block}{fault}");
        }
    }

    private BlockShape ReadBlock()
    {
        var shape = new BlockShape { IsObject = _json.TokenType == JsonTokenType.StartObject };
        if (!shape.IsObject)
        {
            _json.Skip();
            return shape;
        }

        while (NextProperty())
        {
            if (_json.ValueTextEquals("type"u8)) shape.Type = ReadBlockType();
            else if (_json.ValueTextEquals("text"u8)) (shape.Text, shape.TextSlice) = ReadText();
            else if (_json.ValueTextEquals("thinking"u8)) shape.Thinking = ReadKind();
            else if (_json.ValueTextEquals("source"u8)) shape.Source = ReadKind();
            else if (_json.ValueTextEquals("id"u8)) shape.Id = ReadKind();
            else if (_json.ValueTextEquals("name"u8)) shape.Name = ReadKind();
            else if (_json.ValueTextEquals("input"u8)) shape.Input = ReadKind();
            else if (_json.ValueTextEquals("tool_use_id"u8)) shape.ToolUseId = ReadKind();
            else if (_json.ValueTextEquals("content"u8)) shape.Content = ReadKind();
            else SkipValue();
        }

        return shape;
    }

    private (JsonTokenType Kind, JsonSlice Slice) ReadText()
    {
        _json.Read();
        var (kind, slice) = (_json.TokenType, _json.TokenType == JsonTokenType.String ? StringSlice() : default);
        _json.Skip();
        return (kind, slice);
    }

    /// <summary>Where the string's characters are that has just been read, without its quotes.</summary>
    private readonly JsonSlice StringSlice() => new((int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);

    private BlockType ReadBlockType()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.Skip();
            return BlockType.Missing;
        }

        return _json.ValueTextEquals("text"u8) ? BlockType.Text
            : _json.ValueTextEquals("tool_use"u8) ? BlockType.ToolUse
            : _json.ValueTextEquals("tool_result"u8) ? BlockType.ToolResult
            : _json.ValueTextEquals("thinking"u8) ? BlockType.Thinking
            : _json.ValueTextEquals("image"u8) ? BlockType.Image
            : _json.ValueTextEquals("document"u8) ? BlockType.Document
            : BlockType.Other;
    }
}

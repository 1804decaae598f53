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
        while (NextProperty())
        {
            if (_json.ValueTextEquals("role"u8)) hasRole = ReadRole(index);
            else if (_json.ValueTextEquals("content"u8)) hasContent = ReadMessageContent(index);
            else SkipValue();
        }

        if (!hasRole) throw Missing($"messages.{index}.role");
        if (!hasContent) throw Missing($"messages.{index}.content");
    }

    private bool ReadRole(int index)
    {
        _json.Read();
        var known = _json.TokenType == JsonTokenType.String
            && (_json.ValueTextEquals("user"u8) || _json.ValueTextEquals("assistant"u8) || _json.ValueTextEquals("system"u8));
        return known ? true : throw Wrong($"messages.{index}.role", "'user', 'assistant' or 'system'");
    }

    private bool ReadMessageContent(int index)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String) return true;
        if (_json.TokenType != JsonTokenType.StartArray) throw Wrong($"messages.{index}.content", "a string or an array of content blocks");

        for (var block = 0; NextElement(); block++)
        {
            if (ReadBlock().Fault() is { } fault) throw ApiException.InvalidRequest($"messages.{index}.content.{block}{fault}");
        }

        return true;
    }

    private void ReadSystem()
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
            else if (_json.ValueTextEquals("text"u8)) shape.Text = ReadKind();
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

using System.Text.Json;

namespace Pipeline.Tokens.Prompts;

/// <summary>
/// The part that reads contents: a text, or blocks, which may hold further ones. A field holds the same in all blocks
/// that have it, so that blocks of types that are not known here count what they say, too.
/// </summary>
internal ref partial struct PromptReader
{
    private void ReadContent()
    {
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                _text += _texts.OfString(_json.ValueSpan);
                break;
            case JsonTokenType.StartArray:
                while (NextElement()) ReadBlock();
                break;

            // A server tool's error.
            case JsonTokenType.StartObject:
                ReadBlock();
                break;
        }
    }

    private void ReadBlock()
    {
        if (!IsObject()) return;

        var isImage = false;
        var lacksSource = false;
        while (NextProperty())
        {
            if (Is("type"u8)) isImage = CountType(ReadString());
            else if (IsWords()) _text += _texts.OfString(ReadString());
            else if (Is("thinking"u8)) _thinking += _texts.OfString(ReadString());
            else if (Is("data"u8)) _thinking += Hidden(ReadString());
            else if (Is("encrypted_content"u8)) _text += Hidden(ReadString());
            else if (Is("input"u8)) _text += _texts.OfJson(ReadJson());
            else if (Is("content"u8)) ReadContent();
            else if (Is("source"u8)) lacksSource = !TryReadSource();
            else SkipValue();
        }

        if (!lacksSource) return;

        if (isImage) _images += Overheads.UnknownImage;
        else _documents += Overheads.UnknownDocument;
    }

    private readonly bool IsWords() =>
        Is("text"u8) || Is("title"u8) || Is("context"u8) || Is("name"u8) || Is("url"u8) || Is("stdout"u8) || Is("stderr"u8);

    /// <summary>Counts what stands around a block of the type; returns whether it is an image.</summary>
    private bool CountType(ReadOnlySpan<byte> type)
    {
        // Those of servers have names before these.
        if (type.EndsWith("tool_use"u8)) _text += Overheads.ToolUse;
        else if (type.EndsWith("tool_result"u8)) _text += Overheads.ToolResult;
        else if (type.EndsWith("thinking"u8)) _thinking += Overheads.Thinking;
        return type.SequenceEqual("image"u8);
    }

    private static int Hidden(ReadOnlySpan<byte> base64) => base64.Length * 3 / 4 / Overheads.BytesOfHiddenToken;
}

using System.Text.Json;
using Pipeline.Tokens.Prompts.Images;

namespace Pipeline.Tokens.Prompts;

/// <summary>The part that reads where images and documents come from.</summary>
internal ref partial struct PromptReader
{
    /// <summary>Counts what the source holds; false where it is not at hand, but an address or a file uploaded before.</summary>
    private bool TryReadSource()
    {
        _json.Read();

        // Search results have a name in its place.
        if (_json.TokenType == JsonTokenType.String) _text += _texts.OfString(_json.ValueSpan);
        if (!IsObject()) return true;

        ReadOnlySpan<byte> type = default, mediaType = default, data = default;
        while (NextProperty())
        {
            if (Is("type"u8)) type = ReadString();
            else if (Is("media_type"u8)) mediaType = ReadString();
            else if (Is("data"u8)) data = ReadString();
            else if (Is("content"u8)) ReadContent();
            else SkipValue();
        }

        if (type.SequenceEqual("text"u8)) _text += _texts.OfString(data);
        else if (type.SequenceEqual("base64"u8)) CountData(mediaType, data);
        else return type.SequenceEqual("content"u8);
        return true;
    }

    private void CountData(ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> base64)
    {
        if (mediaType.StartsWith("image/"u8)) _images += ImageTokens.Of(base64);
        else if (mediaType.StartsWith("text/"u8) || mediaType.SequenceEqual("application/json"u8)) _text += _texts.OfBase64(base64);
        else _documents += PagesOf(base64) * Overheads.DocumentPage;
    }

    private static int PagesOf(ReadOnlySpan<byte> base64) =>
        (int)Math.Min(1 + ((long)base64.Length * 3 / 4 / Overheads.BytesOfDocumentPage), Overheads.MostDocumentPages);
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Pipeline.Transport.Frames.Events;

/// <summary>
/// Writes JSON from fixed pieces and escaped texts into a buffer that is used again and again.
/// Non-ASCII stays as it is (<see cref="System.Text.Json.Utf8JsonWriter"/> would escape every emoji), except
/// for the line breaks that careless line readers take for the end of a line.
/// </summary>
public sealed class JsonOutput
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', '\u007f', '\u0085', '\u2028', '\u2029']);

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>What was written, as memory of its own; the output is empty afterwards.</summary>
    public byte[] Take()
    {
        var bytes = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        return bytes;
    }

    /// <summary>Writes JSON as it is.</summary>
    public JsonOutput Raw(ReadOnlySpan<byte> json)
    {
        _buffer.Write(json);
        return this;
    }

    /// <summary>Writes JSON as it is.</summary>
    public JsonOutput Raw(string json)
    {
        Encoding.UTF8.GetBytes(json, _buffer);
        return this;
    }

    /// <summary>Writes JSON from outside on one line: line breaks between its values would break the event in two.</summary>
    public JsonOutput Foreign(ReadOnlySpan<byte> json)
    {
        while (true)
        {
            var next = json.IndexOfAny((byte)'\n', (byte)'\r');
            if (next < 0) return Raw(json);

            Raw(json[..next]).Raw(" "u8);
            json = json[(next + 1)..];
        }
    }

    /// <summary>Writes a number.</summary>
    public JsonOutput Number(int number)
    {
        Utf8Formatter.TryFormat(number, _buffer.GetSpan(11), out var written);
        _buffer.Advance(written);
        return this;
    }

    /// <summary>Writes a text in quotes; null becomes <c>null</c>.</summary>
    public JsonOutput Quoted(string? text) => text is null ? Raw("null"u8) : Quoted(text.AsSpan());

    /// <summary>Writes a text in quotes. Half a surrogate pair becomes U+FFFD.</summary>
    public JsonOutput Quoted(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        while (true)
        {
            var next = text.IndexOfAny(Escaped);
            Encoding.UTF8.GetBytes(next < 0 ? text : text[..next], _buffer);
            if (next < 0) return Raw("\""u8);

            WriteEscape(text[next]);
            text = text[(next + 1)..];
        }
    }

    private void WriteEscape(char character)
    {
        switch (character)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\r': Raw("\\r"u8); break;
            case '\t': Raw("\\t"u8); break;
            default:
                Raw("\\u"u8);
                Utf8Formatter.TryFormat((int)character, _buffer.GetSpan(4), out var written, new StandardFormat('x', 4));
                _buffer.Advance(written);
                break;
        }
    }
}

using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pipeline.Ingress.Messages;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Reads strings where they lie in a request's body.</summary>
internal static class JsonText
{
    /// <summary>
    /// The beginning of a string without its escapes and without white space before it, in a buffer of the caller's.
    /// Ends before a character beyond ASCII that is escaped, as nothing that is looked for has one.
    /// </summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> escaped, Span<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length && !escaped.IsEmpty)
        {
            var taken = 1;
            buffer[length] = escaped[0];
            if (escaped[0] == '\\' && !TryUnescape(escaped, out buffer[length], out taken)) break;

            escaped = escaped[taken..];
            length++;
        }

        return buffer[..length].TrimStart(" \t\r\n"u8);
    }

    /// <summary>The whole string; false where it is no text, as JSON may hold halves of characters.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, JsonSlice text, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (text.Start == 0) return false;

        var json = new Utf8JsonReader(body.Slice(text.Start - 1, text.Length + 2));
        try
        {
            json.Read();
            value = json.GetString();
        }
        catch (InvalidOperationException)
        {
            // A model's provider may make something of it.
        }

        return value is not null;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> escape, out byte value, out int length)
    {
        (value, length) = (escape[1], 2);
        switch (escape[1])
        {
            case (byte)'n': value = (byte)'\n'; return true;
            case (byte)'r': value = (byte)'\r'; return true;
            case (byte)'t': value = (byte)'\t'; return true;
            case (byte)'b': value = (byte)'\b'; return true;
            case (byte)'f': value = (byte)'\f'; return true;
            case (byte)'u':
                length = 6;
                if (!Utf8Parser.TryParse(escape.Slice(2, 4), out ushort code, out _, 'x') || code > 0x7F) return false;
                value = (byte)code;
                return true;
            default: return true;
        }
    }
}

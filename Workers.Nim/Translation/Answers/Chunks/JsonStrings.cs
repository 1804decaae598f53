using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>
/// Decodes JSON strings that may hold half a surrogate pair: an upstream that cuts an emoji in two sends
/// <c>\ud83d</c> and <c>\ude00</c> in different chunks, on which <see cref="System.Text.Json"/> throws.
/// </summary>
internal static class JsonStrings
{
    /// <summary>Decodes the inside of a JSON string that a reader has found to be well-formed.</summary>
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var chars = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            return new string(chars, 0, Unescape(raw, chars));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> raw, Span<char> chars)
    {
        var length = 0;
        while (true)
        {
            var backslash = raw.IndexOf((byte)'\\');
            var plain = backslash < 0 ? raw : raw[..backslash];
            length += Encoding.UTF8.GetChars(plain, chars[length..]);
            if (backslash < 0) return length;

            raw = raw[(backslash + 1)..];
            var size = 1;
            if (raw[0] == (byte)'u')
            {
                chars[length] = (char)ushort.Parse(raw.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                size = 5;
            }
            else
            {
                chars[length] = Simple(raw[0]);
            }

            length++;
            raw = raw[size..];
        }
    }

    private static char Simple(byte escape) => (char)escape switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        var literal => literal,
    };
}

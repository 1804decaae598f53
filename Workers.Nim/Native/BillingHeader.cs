using System.Text.Json;

namespace Pipeline.Workers.Nim.Native;

/// <summary>
/// Claude Code's first system text, which changes from request to request and would spoil the upstream's cache
/// of everything behind it.
/// </summary>
internal static class BillingHeader
{
    private static ReadOnlySpan<byte> Mark => "x-anthropic-billing-header:"u8;

    private static ReadOnlySpan<byte> LineBreak => "\\n"u8;

    /// <summary>
    /// Takes the header out of a <c>system</c> value, a text or a list of blocks, at which the reader stands;
    /// false if nothing is left.
    /// </summary>
    public static bool Remove(ref Utf8JsonReader reader, Splices splices)
    {
        if (reader.TokenType == JsonTokenType.String) return RemoveFromText(reader, splices);
        if (reader.TokenType != JsonTokenType.StartArray) return true;

        var blocks = new Members();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isKept = reader.TokenType != JsonTokenType.StartObject || RemoveFromBlock(ref reader, splices);
            reader.Skip();
            blocks.Add(start, (int)reader.BytesConsumed, isKept);
        }

        if (blocks.AnyRemoved && !blocks.AnyKept) return false;

        blocks.RemoveFrom(splices);
        return true;
    }

    private static bool RemoveFromBlock(ref Utf8JsonReader reader, Splices splices)
    {
        var isKept = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isText = reader.ValueTextEquals("text"u8);
            reader.Read();
            if (isText && reader.TokenType == JsonTokenType.String) isKept &= RemoveFromText(reader, splices);
            reader.Skip();
        }

        return isKept;
    }

    private static bool RemoveFromText(in Utf8JsonReader reader, Splices splices)
    {
        var text = reader.ValueSpan;
        if (!text.StartsWith(Mark)) return true;

        var length = LengthOfLine(text);
        if (length == text.Length) return false;

        var start = (int)reader.TokenStartIndex + 1;
        splices.Add(start, start + length, "");
        return true;
    }

    // With the line breaks behind it. An escaped backslash before an n is no line break.
    private static int LengthOfLine(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && !text[at..].StartsWith(LineBreak)) at += text[at] == (byte)'\\' ? 2 : 1;
        while (text[at..].StartsWith(LineBreak)) at += LineBreak.Length;
        return at;
    }
}

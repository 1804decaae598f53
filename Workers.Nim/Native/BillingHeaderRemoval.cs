using System.Text.Json;
using Pipeline.Tokens.Prompts;

namespace Pipeline.Workers.Nim.Native;

/// <summary>
/// Claude Code's first system text, which changes from request to request and would spoil the upstream's cache
/// of everything behind it.
/// </summary>
internal static class BillingHeaderRemoval
{
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
        var rest = BillingHeader.Without(text).Length;
        if (rest == text.Length) return true;
        if (rest == 0) return false;

        var start = (int)reader.TokenStartIndex + 1;
        splices.Add(start, start + text.Length - rest, "");
        return true;
    }
}

using System.Text.Json;
using Pipeline.Transport.Frames.Events;

namespace Pipeline.Workers.Nim.Native;

/// <summary>
/// Thinking that this pipeline passed on from a model which does not sign. Claude checks the signatures of the
/// thinking that it is sent back, and refuses the whole conversation for one that is not its own.
/// </summary>
internal static class UnsignedThinking
{
    /// <summary>Whether a model checks signatures; the others take thinking as it is, and can use it.</summary>
    public static bool IsRefusedBy(string model) => model.Contains("claude", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes it out of the list of messages at which the reader stands, with the messages of which nothing is left.</summary>
    public static void Remove(ref Utf8JsonReader reader, Splices splices)
    {
        var messages = new Members();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isKept = reader.TokenType != JsonTokenType.StartObject || RemoveFromMessage(ref reader, splices);
            reader.Skip();
            messages.Add(start, (int)reader.BytesConsumed, isKept);
        }

        messages.RemoveFrom(splices);
    }

    private static bool RemoveFromMessage(ref Utf8JsonReader reader, Splices splices)
    {
        var isKept = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            if (isContent && reader.TokenType == JsonTokenType.StartArray) isKept &= RemoveFromContent(ref reader, splices);
            reader.Skip();
        }

        return isKept;
    }

    private static bool RemoveFromContent(ref Utf8JsonReader reader, Splices splices)
    {
        var blocks = new Members();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var isKept = reader.TokenType != JsonTokenType.StartObject || !IsUnsigned(reader);
            reader.Skip();
            blocks.Add(start, (int)reader.BytesConsumed, isKept);
        }

        if (blocks.AnyRemoved && !blocks.AnyKept) return false;

        blocks.RemoveFrom(splices);
        return true;
    }

    // The reader is a copy: the caller's stays where it is.
    private static bool IsUnsigned(Utf8JsonReader block)
    {
        bool isThinking = false, isUnsigned = false;
        while (block.Read() && block.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isSignature) = (block.ValueTextEquals("type"u8), block.ValueTextEquals("signature"u8));
            block.Read();
            if (block.TokenType == JsonTokenType.String)
            {
                isThinking |= isType && block.ValueTextEquals("thinking"u8);
                isUnsigned |= isSignature && block.ValueTextEquals(EventWriter.NoSignature);
            }

            block.Skip();
        }

        return isThinking && isUnsigned;
    }
}

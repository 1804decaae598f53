using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Native;

/// <summary>
/// Makes the client's request the upstream's with the least change: the model's name, streaming, the billing
/// header, whatever the upstream refuses. All other bytes stay as they are, and with them the prefix that
/// consecutive requests share.
/// </summary>
internal static class NativeRequest
{
    // As deep as a translated request may be.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Changes one request.</summary>
    /// <param name="body">The client's own bytes.</param>
    /// <param name="changes">What to change.</param>
    /// <exception cref="InvalidRequestException">The body is not a JSON object.</exception>
    public static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> body, NativeChanges changes)
    {
        var json = UnpairedSurrogates.Replace(AsUtf8(body));
        try
        {
            return Edit(json.Span, changes).Apply(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidRequestException($"The request body is not valid JSON: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> body) => Utf8.IsValid(body.Span)
        ? body
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));

    private static Splices Edit(ReadOnlySpan<byte> json, NativeChanges changes)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidRequestException("The request body is not a JSON object.");

        var splices = new Splices();
        var members = new Members();
        var missing = new List<string> { "model", "stream" };
        var begin = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            missing.Remove(name);
            var isKept = !changes.DroppedFields.Contains(name) && ReadValue(ref reader, name, changes, splices);
            reader.Skip();
            members.Add(start, (int)reader.BytesConsumed, isKept);
        }

        reader.Read();
        members.RemoveFrom(splices);
        var inserted = string.Join(',', missing.Select(name => $"\"{name}\":{NewValue(name, changes)}"));
        if (inserted.Length > 0) splices.Add(begin, begin, inserted + (members.AnyKept ? "," : ""));
        return splices;
    }

    // Leaves the reader at the value's first or last token. False if nothing is left of it.
    private static bool ReadValue(ref Utf8JsonReader reader, string name, NativeChanges changes, Splices splices)
    {
        switch (name)
        {
            case "model" or "stream":
                var value = reader;
                value.Skip();
                splices.Add((int)reader.TokenStartIndex, (int)value.BytesConsumed, NewValue(name, changes));
                return true;
            case "max_tokens" when reader.TokenType == JsonTokenType.Number && reader.GetDouble() > changes.MaxTokens:
                splices.Add((int)reader.TokenStartIndex, (int)reader.BytesConsumed, changes.MaxTokens.Value.ToString(CultureInfo.InvariantCulture));
                return true;
            case "system":
                return BillingHeaderRemoval.Remove(ref reader, splices);
            case "messages" when reader.TokenType == JsonTokenType.StartArray && UnsignedThinking.IsRefusedBy(changes.Model):
                UnsignedThinking.Remove(ref reader, splices);
                return true;
            default:
                return true;
        }
    }

    private static string NewValue(string name, NativeChanges changes) =>
        name == "model" ? JsonSerializer.Serialize(changes.Model) : "true";
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Workers.DeadLetters.ModelRequests;

/// <summary>
/// Tells whether two Messages requests ask the same, although the client changes a few lines each time: Claude
/// Code's billing header, the session in <c>metadata</c>, and <c>stream</c>, as it falls back to not streaming.
/// </summary>
internal static class RequestFingerprint
{
    private const string BillingHeader = "x-anthropic-billing-header:";

    // As deep as a request that the ingress and the model workers take.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>Equal for requests that ask the same. Bytes that are no JSON object of text are told apart byte by byte.</summary>
    public static string Of(byte[] body)
    {
        using var hashed = new MemoryStream();
        try
        {
            using var request = JsonDocument.Parse(body, Options);
            if (request.RootElement.ValueKind != JsonValueKind.Object) return Hash(body);

            using (var json = new Utf8JsonWriter(hashed)) Write(json, request.RootElement);
            return Hash(hashed.ToArray());
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // The last two are for half an emoji or broken UTF-8 within a string: JSON to the parser, but no text.
            return Hash(body);
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement request)
    {
        json.WriteStartObject();
        foreach (var property in request.EnumerateObject().Where(property => property.Name is not ("metadata" or "stream")))
        {
            json.WritePropertyName(property.Name);
            if (property.Name == "system") WriteSystem(json, property.Value);
            else property.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, JsonElement system)
    {
        if (system.ValueKind != JsonValueKind.Array)
        {
            WriteSystemText(json, system);
            return;
        }

        json.WriteStartArray();
        foreach (var block in system.EnumerateArray())
            WriteSystemText(json, block.ValueKind == JsonValueKind.Object && block.TryGetProperty("text", out var text) ? text : block);
        json.WriteEndArray();
    }

    private static void WriteSystemText(Utf8JsonWriter json, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) json.WriteStringValue(WithoutBillingHeader(value.GetString()!));
        else value.WriteTo(json);
    }

    private static ReadOnlySpan<char> WithoutBillingHeader(string text)
    {
        if (!text.StartsWith(BillingHeader, StringComparison.Ordinal)) return text;

        var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
        return lineEnd < 0 ? "" : text.AsSpan(lineEnd + 1);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

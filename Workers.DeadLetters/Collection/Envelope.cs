using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Workers.DeadLetters.Collection;

/// <summary>What MassTransit's envelope says of a message, where a body is one.</summary>
internal static class Envelope
{
    /// <summary>Deeper than the default, as our own requests are.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 512 };

    /// <summary>
    /// How messages are written. Relaxed, as the default encoder writes six characters for each '+' of a body's base64.
    /// </summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Options.MaxDepth };

    /// <summary>The message of one of our types in a body; null where the body holds no whole one.</summary>
    public static T? TryRead<T>(byte[] body)
        where T : class
    {
        try
        {
            return Find<T>(Parse(body))?.Deserialize<T>(Json);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON; strings that are no text; or a property that is there twice.
            return null;
        }
    }

    /// <summary>A body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonNode? Parse(byte[] body) => JsonNode.Parse(body, documentOptions: Options);

    /// <summary>The message in an envelope, if it is one of a type.</summary>
    public static JsonObject? Find<T>(JsonNode? body)
        where T : class =>
        body is JsonObject envelope
        && envelope["messageType"] is JsonArray types
        && types.Any(type => type is JsonValue name && name.TryGetValue(out string? urn) && urn == MessageUrn.ForTypeString<T>())
            ? envelope["message"] as JsonObject
            : null;

    /// <summary>Name of the message's type; null where the body is no envelope. Our own types go without their namespace.</summary>
    public static string? MessageType(byte[] body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body, Options);
            return envelope.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("messageType", out var types)
                && types is { ValueKind: JsonValueKind.Array } && types.GetArrayLength() > 0
                && types[0] is { ValueKind: JsonValueKind.String } first
                ? MessageNames.OfType(first.GetString()!)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

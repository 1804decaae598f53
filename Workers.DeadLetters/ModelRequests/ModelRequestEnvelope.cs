using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Workers.DeadLetters.Collection;

namespace Pipeline.Workers.DeadLetters.ModelRequests;

/// <summary>A <see cref="CompleteMessage"/> in MassTransit's envelope: the form in which it lies in its queue.</summary>
internal static class ModelRequestEnvelope
{
    private const string ContentType = "application/vnd.masstransit+json";

    // Relaxed, as the default encoder writes six characters for each '+' of the body's base64.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    private static readonly string Urn = MessageUrn.ForTypeString<CompleteMessage>();

    /// <summary>The message that a requester would have sent.</summary>
    public static DeadMessage Create(CompleteMessage command)
    {
        var messageId = NewId.NextGuid();
        var envelope = new JsonObject
        {
            ["messageId"] = messageId,
            ["messageType"] = new JsonArray(Urn),
            ["message"] = JsonSerializer.SerializeToNode(command with { DeadLetterId = null }, Json),
        };
        return new DeadMessage { Body = JsonSerializer.SerializeToUtf8Bytes(envelope, Json), ContentType = ContentType, MessageId = $"{messageId}" };
    }

    /// <summary>The command in a body; null where it holds no whole one.</summary>
    public static CompleteMessage? TryRead(byte[] body)
    {
        try
        {
            // A serializer fills required properties with null where a body says so.
            return Find(Parse(body))?.Deserialize<CompleteMessage>(Json) is { Body: not null, Provider: not null, Model: not null } command ? command : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON; strings that are no text; or a property that is there twice.
            return null;
        }
    }

    /// <summary>The body as a replay: the answer goes to the dead letter, and another model answers if one is named.</summary>
    /// <param name="body">A body that <see cref="TryRead"/> can read.</param>
    /// <param name="deadLetterId">The dead letter that is replayed.</param>
    /// <param name="model">The model that answers; null for the same as before.</param>
    public static byte[] AsReplay(byte[] body, string deadLetterId, ModelReference? model)
    {
        var envelope = Parse(body)!;
        var command = Find(envelope)!.AsObject();
        Set(command, nameof(CompleteMessage.DeadLetterId), deadLetterId);
        if (model is { } other && other != ModelOf(command))
        {
            // Whoever chooses a model means this one.
            command.Remove(Name(nameof(CompleteMessage.Fallbacks)));
            Set(command, nameof(CompleteMessage.Provider), other.Provider);
            Set(command, nameof(CompleteMessage.Model), other.Model);
        }

        return JsonSerializer.SerializeToUtf8Bytes(envelope, Json);
    }

    private static JsonNode? Parse(byte[] body) => JsonNode.Parse(body, documentOptions: Envelope.Options);

    private static JsonObject? Find(JsonNode? body) =>
        body is JsonObject envelope
        && envelope["messageType"] is JsonArray types
        && types.Any(type => type is JsonValue name && name.TryGetValue(out string? urn) && urn == Urn)
            ? envelope["message"] as JsonObject
            : null;

    private static ModelReference ModelOf(JsonObject command) =>
        new((string?)command[Name(nameof(CompleteMessage.Provider))] ?? "", (string?)command[Name(nameof(CompleteMessage.Model))] ?? "");

    private static void Set(JsonObject command, string property, string value) => command[Name(property)] = value;

    private static string Name(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}

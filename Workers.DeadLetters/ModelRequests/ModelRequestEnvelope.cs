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

    private static readonly string Urn = MessageUrn.ForTypeString<CompleteMessage>();

    /// <summary>The message that a requester would have sent.</summary>
    public static DeadMessage Create(CompleteMessage command)
    {
        var messageId = NewId.NextGuid();
        var envelope = new JsonObject
        {
            ["messageId"] = messageId,
            ["messageType"] = new JsonArray(Urn),
            ["message"] = JsonSerializer.SerializeToNode(command with { DeadLetterId = null }, Envelope.Json),
        };
        return new DeadMessage { Body = JsonSerializer.SerializeToUtf8Bytes(envelope, Envelope.Json), ContentType = ContentType, MessageId = $"{messageId}" };
    }

    /// <summary>The command in a body; null where it holds no whole one.</summary>
    public static CompleteMessage? TryRead(byte[] body)
    {
        // A serializer fills required properties with null where a body says so.
        return Envelope.TryRead<CompleteMessage>(body) is { Body: not null, Provider: not null, Model: not null } command ? command : null;
    }

    /// <summary>The body as a replay: the answer goes to the dead letter, and another model answers if one is named.</summary>
    /// <param name="body">A body that <see cref="TryRead"/> can read.</param>
    /// <param name="deadLetterId">The dead letter that is replayed.</param>
    /// <param name="model">The model that answers; null for the same as before.</param>
    public static byte[] AsReplay(byte[] body, string deadLetterId, ModelReference? model)
    {
        var envelope = Envelope.Parse(body)!;
        var command = Envelope.Find<CompleteMessage>(envelope)!.AsObject();
        Set(command, nameof(CompleteMessage.DeadLetterId), deadLetterId);
        if (model is { } other && other != ModelOf(command))
        {
            // Whoever chooses a model means this one.
            command.Remove(Name(nameof(CompleteMessage.Fallbacks)));
            Set(command, nameof(CompleteMessage.Provider), other.Provider);
            Set(command, nameof(CompleteMessage.Model), other.Model);
        }

        return JsonSerializer.SerializeToUtf8Bytes(envelope, Envelope.Json);
    }

    private static ModelReference ModelOf(JsonObject command) =>
        new((string?)command[Name(nameof(CompleteMessage.Provider))] ?? "", (string?)command[Name(nameof(CompleteMessage.Model))] ?? "");

    private static void Set(JsonObject command, string property, string value) => command[Name(property)] = value;

    private static string Name(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}

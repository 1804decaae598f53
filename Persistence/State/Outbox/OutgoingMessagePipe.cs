using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>Gives a send the stored message instead of a new one.</summary>
internal sealed class OutgoingMessagePipe(OutgoingMessage message, DateTimeOffset now) : IPipe<SendContext>
{
    // An exchange without its queue confirms and loses. Returned, the message stays in the outbox. The in-memory bus returns nothing.
    private bool IsMandatory => !message.IsEvent && message.Destination.Scheme != OutgoingMessage.InMemoryScheme;

    public Task Send(SendContext context)
    {
        context.MessageId = message.MessageId;
        context.RequestId = message.RequestId;
        context.ConversationId = message.ConversationId;
        context.CorrelationId = message.CorrelationId;
        context.InitiatorId = message.InitiatorId;
        context.SourceAddress = message.SourceAddress;
        context.ResponseAddress = message.ResponseAddress;
        context.FaultAddress = message.FaultAddress;
        context.SupportedMessageTypes = message.MessageTypes;
        context.TimeToLive = message.ExpiresAt - now;
        if (message.Properties is { } properties && context is TransportSendContext transport)
            transport.ReadPropertiesFrom(properties.ToDictionary(property => property.Key, property => Value(property.Value), StringComparer.OrdinalIgnoreCase));
        if (context is PublishContext publish) publish.Mandatory = IsMandatory;
        foreach (var (key, value) in message.Headers) context.Headers.Set(key, value);
        context.Serializer = new CopyBodySerializer(new ContentType(message.ContentType), new StringMessageBody(message.Body));
        return Task.CompletedTask;
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetInt64(),
        _ => value.ToString(),
    };

    public void Probe(ProbeContext context) => context.CreateFilterScope("outgoingMessage");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using MassTransit.Context;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>A message as the transport will get it. Its id is given once, so that a second sending is a duplicate.</summary>
internal sealed record OutgoingMessage
{
    /// <summary>Scheme of the in-memory bus's addresses.</summary>
    public const string InMemoryScheme = "loopback";

    private const string UrnBeginning = "urn:message:";

    public required Guid MessageId { get; init; }

    public required Uri Destination { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The serialized envelope.</summary>
    public required string Body { get; init; }

    public required string[] MessageTypes { get; init; }

    /// <summary>Name of the exchange that it goes to.</summary>
    [JsonIgnore]
    public string Exchange => Uri.UnescapeDataString(Destination.Segments[^1]);

    /// <summary>
    /// Whether it is an event, which nobody need listen to: those go to the exchange that has the name of their type. A
    /// command needs its queue.
    /// </summary>
    [JsonIgnore]
    public bool IsEvent => MessageTypes.Contains($"{UrnBeginning}{Exchange}", StringComparer.Ordinal);

    public Guid? RequestId { get; init; }

    public Guid? ConversationId { get; init; }

    public Guid? CorrelationId { get; init; }

    public Guid? InitiatorId { get; init; }

    public Uri? SourceAddress { get; init; }

    public Uri? ResponseAddress { get; init; }

    public Uri? FaultAddress { get; init; }

    /// <summary>After this the message is worth nothing to its receiver.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What else the transport is told, such as that a queue is required.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }

    /// <summary>Headers for the transport; the envelope has them as well, with their types.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it is worth nothing any more.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Serializes what is about to be sent.</summary>
    public static OutgoingMessage From<T>(SendContext<T> context, DateTimeOffset now)
        where T : class => new()
        {
            MessageId = context.MessageId ?? throw new MessageException(typeof(T), "A message for the outbox needs an id."),
            Destination = context.DestinationAddress ?? throw new MessageException(typeof(T), "A message for the outbox needs a destination."),
            Body = context.Serializer.GetMessageBody(context).GetString(),
            ContentType = (context.ContentType ?? context.Serialization.DefaultContentType).ToString(),
            MessageTypes = context.SupportedMessageTypes,
            RequestId = context.RequestId,
            ConversationId = context.ConversationId,
            CorrelationId = context.CorrelationId,
            InitiatorId = context.InitiatorId,
            SourceAddress = context.SourceAddress,
            ResponseAddress = context.ResponseAddress,
            FaultAddress = context.FaultAddress,
            ExpiresAt = now + context.TimeToLive,
            Properties = PropertiesOf(context),
            Headers = context.Headers.GetAll().ToDictionary(
                header => header.Key, header => Convert.ToString(header.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal),
        };

    private static Dictionary<string, JsonElement>? PropertiesOf(SendContext context)
    {
        if (context is not TransportSendContext transport) return null;

        Dictionary<string, object> properties = [];
        transport.WritePropertiesTo(properties);
        return properties.ToDictionary(property => property.Key, property => JsonSerializer.SerializeToElement(property.Value), StringComparer.Ordinal);
    }
}

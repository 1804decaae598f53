using System.Collections;
using System.Globalization;
using System.Text;
using Pipeline.Transport.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Workers.DeadLetters.Collection.Broker;

/// <summary>Reads a delivery from one of the broker's fault queues; whatever its headers hold, it does not fail.</summary>
internal static class BrokerFailure
{
    private const string Deaths = "x-death";

    public static RawFailure Read(string faultQueue, BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        var headers = properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        var isLimit = faultQueue == FaultQueues.DeliveryLimit;
        return new RawFailure
        {
            Queue = isLimit ? delivery.RoutingKey : FaultQueues.CommandQueue(faultQueue),
            Body = delivery.Body.ToArray(),
            ContentType = properties.ContentType,
            MessageId = properties.MessageId,
            CorrelationId = properties.CorrelationId,
            Headers = headers
                .Select(header => KeyValuePair.Create(header.Key, Text(header.Value)))
                .Where(header => header.Value is not null)
                .ToDictionary(header => header.Key, header => header.Value!, StringComparer.Ordinal),
            Reason = isLimit ? LimitPassed(headers) : RawReason.Skipped,
        };
    }

    private static RawReason LimitPassed(IDictionary<string, object?> headers)
    {
        var death = (headers.TryGetValue(Deaths, out var deaths) ? deaths as IList : null)?.OfType<IDictionary<string, object?>>().FirstOrDefault();
        DateTimeOffset? at = death?.TryGetValue("time", out var value) == true && value is AmqpTimestamp timestamp
            ? DateTimeOffset.FromUnixTimeSeconds(timestamp.UnixTime)
            : null;

        // The newest death is the first: it names the queue, or its quarantine.
        var queue = death?.TryGetValue("queue", out var name) == true ? Text(name) : null;
        var deliveries = FaultQueues.MaxDeliveries(queue ?? "");
        return new RawReason("DeliveryLimit", $"Delivered {deliveries} times and never finished; whoever consumed it may have died of it.", at, deliveries);
    }

    /// <summary>The client delivers strings as bytes; tables and lists belong to the broker.</summary>
    private static string? Text(object? value) => value switch
    {
        byte[] text => Encoding.UTF8.GetString(text),
        string text => text,
        IConvertible number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}

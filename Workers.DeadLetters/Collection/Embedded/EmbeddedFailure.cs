using System.Globalization;
using MassTransit;

namespace Pipeline.Workers.DeadLetters.Collection.Embedded;

/// <summary>Reads a message that failed on the in-memory transport.</summary>
internal static class EmbeddedFailure
{
    public static RawFailure Read(string queue, ReceiveContext context, SendHeaders? faultHeaders)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [MessageHeaders.Host.MachineName] = Environment.MachineName,
            [MessageHeaders.Host.ProcessId] = $"{Environment.ProcessId}",
        };
        foreach (var (name, value) in context.TransportHeaders.GetAll().Concat(faultHeaders?.GetAll() ?? []))
        {
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { } text) headers[name] = text;
        }

        // The transport keeps these two among its headers; they are the message's own.
        headers.Remove(MessageHeaders.MessageId, out var messageId);
        headers.Remove(MessageHeaders.ContentType, out var contentType);
        return new RawFailure
        {
            Queue = queue,
            Body = context.GetBody(),
            ContentType = contentType ?? context.ContentType?.ToString(),
            MessageId = messageId,
            Headers = headers,
        };
    }
}

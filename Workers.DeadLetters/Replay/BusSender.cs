using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>Sends on the in-memory bus, with the stored bytes in place of a serialised message.</summary>
internal sealed class BusSender(IBus bus, CommandQueues queues) : IRawSender
{
    public async Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        if (!queues.All.Contains(queue)) throw new NotSentException($"there is no queue {queue} here");

        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(new Raw(), Pipe.Execute<SendContext<Raw>>(context => Copy(message, context)), cancellationToken);
    }

    private static void Copy(DeadMessage message, SendContext<Raw> context)
    {
        context.Serializer = new CopyBodySerializer(ContentTypeOf(message), new BytesMessageBody(message.Body));
        if (Guid.TryParse(message.MessageId, out var messageId)) context.MessageId = messageId;
        foreach (var (name, value) in message.Headers) context.Headers.Set(name, value);
    }

    private static ContentType ContentTypeOf(DeadMessage message)
    {
        try
        {
            return message.ContentType is { Length: > 0 } known ? new ContentType(known) : SystemTextJsonMessageSerializer.JsonContentType;
        }
        catch (FormatException)
        {
            return SystemTextJsonMessageSerializer.JsonContentType;
        }
    }

    /// <summary>Stands for the message, whose type the stored bytes name.</summary>
    internal sealed record Raw;
}

using Pipeline.Persistence.DeadLetters;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>Publishes to RabbitMQ, mandatory and confirmed. Opens a connection for each message: replays are rare.</summary>
internal sealed class BrokerSender(Uri broker) : IRawSender
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    public async Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = broker, ClientProvidedName = "dead-letters-replay" };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(Confirming, cancellationToken);
            await channel.BasicPublishAsync(queue, routingKey: "", mandatory: true, Properties(message), message.Body, cancellationToken);
        }
        catch (PublishException returned)
        {
            throw new NotSentException(returned.IsReturn ? $"the broker has no queue {queue}" : $"the queue {queue} refused it", returned);
        }
        catch (OperationInterruptedException closed)
        {
            throw new NotSentException($"the broker has no exchange {queue}, or closed the connection: {closed.Message}", closed);
        }
        catch (BrokerUnreachableException fault)
        {
            throw new NotSentException($"the broker (RABBITMQ_URL) cannot be reached: {(fault.InnerException ?? fault).Message}", fault);
        }
    }

    private static BasicProperties Properties(DeadMessage message) => new()
    {
        Persistent = true,
        ContentType = message.ContentType,
        MessageId = message.MessageId,
        CorrelationId = message.CorrelationId,
        Headers = message.Headers.ToDictionary(header => header.Key, object? (header) => header.Value, StringComparer.Ordinal),
    };
}

using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>Publishes to RabbitMQ, mandatory and confirmed. Opens a connection for each message: replays are rare.</summary>
internal sealed class BrokerSender(BrokerAddress broker, TimeProvider time) : IRawSender
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    // A broker that is out of memory or disk reads nothing, and would let a publisher wait for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await PublishAsync(queue, message, either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NotSentException("the broker takes nothing at the moment; the message may still arrive", fault);
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

    private async Task PublishAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        // Disposing waits for the broker as well, for as long as a call may take.
        var factory = broker.ToFactory();
        (factory.ClientProvidedName, factory.AutomaticRecoveryEnabled, factory.ContinuationTimeout) = ("dead-letters-replay", false, Limit);
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(Confirming, cancellationToken);
        await channel.BasicPublishAsync(queue, routingKey: "", mandatory: true, Properties(message), message.Body, cancellationToken);
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

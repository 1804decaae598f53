using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>Makes dead letters of what the outbox gives up: it may be the only word that a task was to run.</summary>
internal sealed class GivenUpMessages(IDeadLetterStore letters, UndeliveredTasks tasks, TimeProvider time, ILogger<GivenUpMessages> log)
{
    /// <inheritdoc cref="IOutboxTransport.GiveUpAsync"/>
    public async Task KeepAsync(OutboxBatch batch, string reason, int attempts, CancellationToken cancellationToken)
    {
        foreach (var message in batch.Messages.Where(message => !message.IsExpired(time.GetUtcNow())))
        {
            var letter = await letters.AddAsync(Failed(batch, message, reason, attempts), cancellationToken);
            log.LogError("Message {MessageId} ({Type}) is given up: {Reason}; it is dead letter {Letter}", message.MessageId, message.MessageTypes.FirstOrDefault(), reason, letter.Id);
            if (TaskOf(message) is { } task) await tasks.TellAsync(task, letter, cancellationToken);
        }
    }

    private FailedMessage Failed(OutboxBatch batch, OutgoingMessage message, string reason, int attempts)
    {
        var body = Encoding.UTF8.GetBytes(message.Body);
        return new FailedMessage
        {
            Queue = message.Exchange,
            MessageType = message.MessageTypes is [var urn, ..] ? MessageNames.OfType(urn) : null,
            FailedAt = time.GetUtcNow(),
            Attempts = attempts,
            Error = new DeadLetterError("GivenUp", $"The outbox has given it up: {reason}."),
            Worker = $"{Environment.MachineName}:{Environment.ProcessId}",
            Fingerprint = MessageNames.Fingerprint(message.Exchange, $"{message.MessageId}", body),
            Occurrence = $"given up:{batch.CreatedAt:O}:{message.MessageId}",
            Message = new DeadMessage
            {
                Body = body,
                ContentType = message.ContentType,
                MessageId = $"{message.MessageId}",
                CorrelationId = message.CorrelationId?.ToString(),
                Headers = message.Headers,
            },
        };
    }

    private static RunCliTask? TaskOf(OutgoingMessage message)
    {
        if (!message.MessageTypes.Contains(MessageUrn.ForTypeString<RunCliTask>(), StringComparer.Ordinal)) return null;

        using var envelope = JsonDocument.Parse(message.Body);
        return envelope.RootElement.GetProperty("message").Deserialize<RunCliTask>(StateJson.Options);
    }
}

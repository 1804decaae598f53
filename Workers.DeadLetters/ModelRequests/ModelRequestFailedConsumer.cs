using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Secrets;

namespace Pipeline.Workers.DeadLetters.ModelRequests;

/// <summary>Stores requests that no model answered.</summary>
internal sealed class ModelRequestFailedConsumer(IDeadLetterStore store, ConfiguredSecrets secrets, ILogger<ModelRequestFailedConsumer> log)
    : IConsumer<ModelRequestFailed>
{
    public async Task Consume(ConsumeContext<ModelRequestFailed> context)
    {
        var failed = context.Message;
        var command = failed.Command;
        var letter = await store.AddAsync(
            new FailedMessage
            {
                Queue = CommandExchanges.CompleteMessage(command.Provider),
                MessageType = command.GetType().Name,
                FailedAt = failed.FailedAt,
                Attempts = failed.Attempts,
                Error = new DeadLetterError(failed.ErrorType, secrets.Hide(failed.ErrorMessage)),
                Worker = failed.Worker,
                Model = new ModelReference(command.Provider, command.Model).ToString(),
                ReplayOf = command.DeadLetterId,
                Fingerprint = RequestFingerprint.Of(command.Body),
                Occurrence = $"{context.MessageId}",
                Message = ModelRequestEnvelope.Create(command),
            },
            context.CancellationToken);
        log.LogWarning("{RequestId}: kept as dead letter {Id}, which has failed {Count} times", command.RequestId, letter.Id, letter.Count);
    }
}
